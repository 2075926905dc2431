"""Posts as the API tells them."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from diapason.api.schemas.common import Body, Moment, Number, Paging, Text
from diapason.editorial import composing
from diapason.editorial.models import Post, Variant


class PostFilters(Paging):
    status: Post.Status | None = None
    content_type: Post.ContentType | None = None
    campaign_id: Number | None = None
    objective_id: Number | None = None
    publish_from: Annotated[Moment | None, Field(description="Published or scheduled at this moment or later.")] = None
    publish_until: Annotated[Moment | None, Field(description="Published or scheduled before this moment.")] = None


class VariantIn(Body):
    """The post on one network. A null text shows the post's own; no space takes the network off."""

    network: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    space_ids: Annotated[list[Number], Field(max_length=100)] = []
    text: Annotated[Text, Field(max_length=100_000)] | None = None
    title: Annotated[Text, Field(max_length=300)] = ""
    first_comment: Annotated[Text, Field(max_length=100_000)] = ""
    thread: bool = False


class PostFields(Body):
    """What is given is written; a network that `variants` does not name stays as it is."""

    text: Annotated[Text, Field(max_length=100_000)] = ""
    brief: Annotated[Text, Field(max_length=100_000)] = ""
    content_type: Post.ContentType | None = None
    language: Annotated[Text, Field(max_length=10)] = ""
    market: Annotated[Text, Field(max_length=10)] = ""
    link: Annotated[Text, Field(max_length=1000)] = ""
    hashtags: Annotated[Text, Field(max_length=300)] = ""
    call_to_action: Annotated[Text, Field(max_length=200)] = ""
    partners: Annotated[Text, Field(max_length=300)] = ""
    seo_keywords: Annotated[Text, Field(max_length=300)] = ""
    objective_id: Number | None = None
    persona_id: Number | None = None
    campaign_id: Number | None = None
    assignee_id: Number | None = None
    writing_due: Moment | None = None
    approval_due: Moment | None = None
    publish_at: Annotated[Moment | None, Field(description="To the minute.")] = None
    variants: Annotated[list[VariantIn], Field(max_length=50)] = []


class PostIn(PostFields):
    title: Annotated[Text, Field(min_length=1, max_length=200)]


class PostChange(PostFields):
    revision: Annotated[int, Field(ge=0, description="That of the post that you read.")]
    title: Annotated[Text, Field(min_length=1, max_length=200)] = ""


class ActIn(Body):
    """`revision`, when given, is that of the post that you read: a post that changed since is refused."""

    revision: Annotated[int | None, Field(ge=0)] = None
    note: Annotated[Text, Field(max_length=5000)] = ""


class VariantOut(Schema):
    """The post on one network. `text` is null where the network shows the post's own; `shown` is what it shows.

    `space_ids` are those that you may see; sent back, they leave the others as they are.
    """

    network: str
    space_ids: list[int]
    text: str | None
    shown: str
    title: str
    first_comment: str
    thread: bool

    @classmethod
    def of(cls, variant: Variant, seen: Collection[int] | None = None) -> "VariantOut":
        return cls(
            network=variant.network,
            space_ids=sorted(space.pk for space in variant.spaces.all() if seen is None or space.pk in seen),
            text=variant.text if variant.own_text else None,
            shown=composing.text_of(variant),
            title=variant.title,
            first_comment=variant.first_comment,
            thread=variant.thread,
        )


class PostOut(Schema):
    """`revision` grows at each change: send it back with yours."""

    id: int
    revision: int
    status: str
    title: str
    text: str
    brief: str
    content_type: str
    language: str
    market: str
    link: str
    hashtags: str
    call_to_action: str
    partners: str
    seo_keywords: str
    objective_id: int | None
    persona_id: int | None
    campaign_id: int | None
    assignee_id: int | None
    author_id: int | None
    writing_due: datetime | None
    approval_due: datetime | None
    publish_at: datetime | None
    variants: list[VariantOut]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, post: Post, seen: Collection[int] | None = None) -> "PostOut":
        """`post` is loaded by `composing.loaded`. `seen`: the spaces that the reader may know of, None for all."""
        plain = {name: getattr(post, name) for name in cls.model_fields if name not in {"id", "variants"}}
        return cls(id=post.pk, variants=[VariantOut.of(variant, seen) for variant in post.variants.all()], **plain)


class PostPage(Schema):
    items: list[PostOut]
    next: str | None

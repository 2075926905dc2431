"""From a variant to what a network receives. Pure over loaded rows, but for the images that must be made to fit."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify

from diapason.editorial import linking
from diapason.editorial.models import Post, PostMedia, Variant, VariantMedia
from diapason.media import renditions
from diapason.media.models import Asset
from diapason.networks.base import counting
from diapason.networks.base.content import Attachment, Card, Content, Poll
from diapason.networks.base.counting import Limits
from diapason.networks.base.registry import Network
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace

Attach = Callable[[renditions.Use, Network], Attachment]
NUMBERING = "{n}/{total}"


@dataclass(frozen=True, slots=True)
class MediaUse:
    """One file as one network shows it."""

    asset: Asset
    crop: Any = None
    alt: str = ""


class Foreseen(Limits):
    """Limits for a text whose links will be short once it is delivered."""

    rule: linking.Rule

    @classmethod
    def of(cls, limits: Limits, rule: linking.Rule) -> "Foreseen":
        made = cls(limits)
        made.rule = rule
        return made

    def fits(self, text: str) -> bool:
        return Limits(self).fits(linking.will_be(text, self.rule))


def loaded(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With all that this module reads, in a constant number of queries."""
    return posts.select_related("workspace", "campaign").prefetch_related(
        Prefetch("media", PostMedia.objects.select_related("asset")),
        Prefetch("variants", Variant.objects.order_by("network")),
        "variants__spaces",
        Prefetch("variants__media", VariantMedia.objects.select_related("asset")),
    )


def content_for(variant: Variant, space: Space, attach: Attach = renditions.attachment) -> Content:
    """What is sent to that space. `attach=renditions.foreseen` makes no file: for checks and previews.

    Raises media.refusals.Refused where an image cannot be fitted.
    """
    post, network = variant.post, variant.net
    rule = link_rule(post.workspace)
    text = linking.tag_text(text_of(variant), rule, place_of(variant))
    attachments = tuple(attach(use, network) for use in media_of(variant))
    return Content(
        parts=parts_of(variant, text, limits_for(network, space), rule),
        title=title_of(variant),
        summary=str(variant.options.get("excerpt", "")),
        attachments=attachments,
        poll=poll_of(variant),
        card=None if attachments or variant.poll else card_of(variant, text),
        language=post.language,
        tags=tuple(tag.lstrip("#") for tag in hashtags(post)) if "tags" in network.manifest.features else (),
        options=options_of(variant),
    )


def link_rule(workspace: Workspace) -> linking.Rule:
    return linking.rule_of(workspace.utm, workspace.website, settings.PUBLIC_URL)


def place_of(variant: Variant) -> linking.Place:
    post = variant.post
    campaign = (post.campaign.utm or post.campaign.name) if post.campaign else ""
    return linking.Place(network=variant.network, campaign=campaign, post=f"p{post.pk}", language=post.language)


def limits_for(network: Network, space: Space | None) -> Limits:
    """The text limits of that space: what its server declared, else the manifest's."""
    if space and network.can("publish"):
        found: Limits = network.publish.limits(space.declared)
        return found
    return network.manifest.text


def text_of(variant: Variant) -> str:
    """The text: its own as typed, or that of the idea with the idea's link and hashtags where they are not in it yet."""
    if variant.own_text:
        return variant.text.strip()
    return with_hashtags(with_link(variant.post.text.strip(), variant.post.link), missing(variant))


def with_link(text: str, link: str) -> str:
    return text if not link or link in text else f"{text}\n\n{link}".strip()


def with_hashtags(text: str, tags: Iterable[str]) -> str:
    line = " ".join(tags)
    return f"{text}\n\n{line}".strip() if line else text


def missing(variant: Variant) -> list[str]:
    """The idea's hashtags that its text does not hold; none for a network that takes tags apart."""
    if "tags" in variant.net.manifest.features:
        return []
    words = {word.strip(".,;:!?…()").lower() for word in variant.post.text.split()}
    return [tag for tag in hashtags(variant.post) if tag.lower() not in words]


def hashtags(post: Post) -> list[str]:
    """`été, #pain  recette` is `#été #pain #recette`, each once."""
    words = [word.strip("#＃.,;") for word in post.hashtags.replace(",", " ").replace(";", " ").split()]
    return list(dict.fromkeys(f"#{word}" for word in words if word))


def parts_of(variant: Variant, text: str, limits: Limits, rule: linking.Rule) -> tuple[str, ...]:
    """One part, or those of a thread where one is wanted and allowed. A piece that no part can hold leaves the text whole."""
    if not variant.thread or not variant.net.manifest.thread:
        return (text,)
    try:
        parts = counting.split(text, Foreseen.of(limits, rule), numbering=NUMBERING if variant.options.get("numbering") else None)
    except counting.TooLongToSplit:
        return (text,)
    return tuple(parts) or (text,)


def counted(content: Content, rule: linking.Rule) -> Content:
    """The content with the texts as they will be counted, once links are short."""
    if not rule.short:
        return content
    return dataclasses.replace(content, parts=tuple(linking.will_be(part, rule) for part in content.parts))


def media_of(variant: Variant) -> list[MediaUse]:
    """Its own files; else those of the idea, with the crop and the words that this network was given."""
    own, shared = list(variant.media.all()), list(variant.post.media.all())
    if variant.own_media or not shared:
        return [MediaUse(use.asset, use.crop, use.alt) for use in own]
    adapted = {use.asset_id: use for use in own}
    return [adapt(use, adapted.get(use.asset_id)) for use in shared]


def adapt(use: PostMedia, own: VariantMedia | None) -> MediaUse:
    return MediaUse(use.asset, own.crop if own else use.crop, (own.alt if own else "") or use.alt)


def poll_of(variant: Variant) -> Poll | None:
    if not variant.poll:
        return None
    options = tuple(str(option).strip() for option in variant.poll.get("options", ()))
    return Poll(options, int(variant.poll.get("seconds", 86400)), bool(variant.poll.get("multiple")))


def card_of(variant: Variant, text: str) -> Card | None:
    """A preview of the first link, for networks that leave its making to us."""
    if "link_card" not in variant.net.manifest.features:
        return None
    found = linking.links(text)
    url = found[0] if found else ""
    options = variant.options
    return Card(url, str(options.get("card_title") or title_of(variant)), str(options.get("card_description", ""))) if url else None


def title_of(variant: Variant) -> str:
    return (variant.title or variant.post.title).strip()


def options_of(variant: Variant) -> dict[str, Any]:
    """Those of the network, with the slug of a page and the first comment."""
    kept = {
        name: value for name, value in variant.options.items() if name not in {"excerpt", "numbering", "card_title", "card_description"}
    }
    for option in variant.net.manifest.options:
        if option.get("type") == "words" and option["name"] in kept:
            kept[option["name"]] = [word.strip() for word in str(kept[option["name"]]).split(",") if word.strip()]
    if "slug" in variant.net.manifest.features and not kept.get("slug"):
        kept["slug"] = slugify(title_of(variant))[:80]
    if variant.first_comment.strip():
        kept["first_comment"] = linking.tag_text(variant.first_comment.strip(), link_rule(variant.post.workspace), place_of(variant))
    return kept

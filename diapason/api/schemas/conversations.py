"""Conversations as the API tells them."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from diapason.api.schemas.common import Body, Number, Paging, Text
from diapason.inbox.models import Conversation, Message


class ConversationFilters(Paging):
    status: Conversation.Status | None = None
    kind: Conversation.Kind | None = None
    space_id: Number | None = None
    assignee_id: Number | None = None
    unassigned: Annotated[bool, Field(description="Only those that nobody has.")] = False


class ReplyIn(Body):
    text: Annotated[Text, Field(min_length=1, max_length=20_000)]
    seen_message_id: Annotated[
        Number | None, Field(description="The last message of the brand that you have read: a newer one of a colleague is told first.")
    ] = None


class Assignment(Body):
    person_id: Annotated[Number | None, Field(description="Somebody of the team who may answer; null for nobody.")]


class MessageOut(Schema):
    """`direction` is `in` or `out`; `outcome` is `pending` until a network has taken a message of ours."""

    id: int
    direction: str
    outcome: str
    author: str
    text: str
    sent_at: datetime
    url: str
    rating: int | None
    delivery_id: int | None

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        """`message` has its identity and author loaded."""
        plain = {name: getattr(message, name) for name in cls.model_fields if name not in {"id", "author"}}
        return cls(id=message.pk, author=str(message.author or message.identity or ""), **plain)


class ConversationOut(Schema):
    """`waiting_since`: the first message that nobody has answered, null when nobody waits."""

    id: int
    status: str
    kind: str
    space_id: int
    network: str
    who: str
    assignee_id: int | None
    urgent: bool
    language: str
    rating: int | None
    excerpt: str
    messages_count: int
    waiting_since: datetime | None
    first_reply_at: datetime | None
    last_message_at: datetime | None

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationOut":
        """`conversation` has its space and identity loaded."""
        named = {"id", "network", "who"}
        plain = {name: getattr(conversation, name) for name in cls.model_fields if name not in named}
        return cls(id=conversation.pk, network=conversation.space.network, who=str(conversation.identity or ""), **plain)


class ConversationPage(Schema):
    items: list[ConversationOut]
    next: str | None


class MessagePage(Schema):
    """The latest first."""

    items: list[MessageOut]
    next: str | None


class ReplyOut(Schema):
    """The reply leaves in a few seconds, as one message or several."""

    delivery_id: int
    messages: list[MessageOut]

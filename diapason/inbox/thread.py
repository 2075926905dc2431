"""A conversation as it is read: messages, notes and what the team did, in the order of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from diapason.inbox.models import Conversation, Message, Note
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Event

SIZE = 60


@dataclass(frozen=True, slots=True)
class Item:
    """`sort` is message, note or event; exactly the field of that name is set."""

    at: datetime
    sort: str
    message: Message | None = None
    note: Note | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """`earlier` is the id of the first message shown when there are others before it."""

    items: list[Item]
    earlier: int | None
    last_of_ours: int
    last_of_theirs: Message | None


def read(conversation: Conversation, before: int | None = None) -> Thread:
    """The latest SIZE messages (or those before one), with the notes and events among them. Three queries."""
    rows = conversation.messages.select_related("identity", "author", "space", "delivery", "delivery__space").defer("search")
    if before:
        pivot = conversation.messages.filter(pk=before).values_list("sent_at", flat=True).first()
        rows = rows.filter(sent_at__lt=pivot) if pivot else rows
    found = list(rows.order_by("-sent_at", "-id")[: SIZE + 1])
    messages, more = found[:SIZE][::-1], len(found) > SIZE
    start = messages[0].sent_at if messages and more else None
    end = before and messages[-1].sent_at if messages else None
    items = [Item(message.sent_at, "message", message=message) for message in messages]
    items += [item for item in around(conversation) if (not start or item.at >= start) and (not end or item.at <= end)]
    ours = [message.pk for message in messages if message.is_ours]
    theirs = [message for message in messages if not message.is_ours and not message.erased_at]
    return Thread(
        sorted(items, key=lambda item: item.at), messages[0].pk if more else None, max(ours, default=0), theirs[-1] if theirs else None
    )


def around(conversation: Conversation) -> list[Item]:
    notes = Note.objects.filter(conversation=conversation, removed_at=None).select_related("person")
    told = Event.objects.filter(workspace=conversation.workspace_id, subject="inbox.conversation", subject_id=conversation.pk)
    events = told.filter(verb__in=SAID).select_related("person").order_by("-id")[:100]
    return [Item(note.created_at, "note", note=note) for note in notes] + [
        Item(event.at, "event", event=sentence(event)) for event in events
    ]


def title(conversation: Conversation) -> str:
    """What it is, and under which of our posts: Comment under « … »."""
    kind = conversation.get_kind_display()
    if conversation.delivery is None:
        return kind
    what = conversation.delivery.what
    return _("%(kind)s under “%(subject)s”") % {"kind": kind, "subject": Truncator(what.title or what.parts[0]).chars(60)}


SAID = (
    "conversation.assigned",
    "conversation.unassigned",
    "conversation.closed",
    "conversation.reopened",
    "conversation.held",
    "conversation.flagged",
    "conversation.unflagged",
)


def sentence(event: Event) -> str:
    """What somebody did, in words."""
    who = str(event.person) if event.person else "Diapason"
    sentences: dict[str, str] = {
        "conversation.assigned": _("%(who)s assigned this to %(name)s"),
        "conversation.unassigned": _("%(who)s assigned this to nobody"),
        "conversation.closed": _("%(who)s closed the conversation"),
        "conversation.reopened": _("%(who)s reopened the conversation"),
        "conversation.held": _("%(who)s set the conversation aside"),
        "conversation.flagged": _("%(who)s marked it urgent"),
        "conversation.unflagged": _("%(who)s marked it no longer urgent"),
    }
    return sentences[event.verb] % {"who": who, "name": event.data.get("name", "")}


@dataclass(frozen=True, slots=True)
class Sending:
    """Where a message of ours stands: words, a tone, and the cure where a person must act."""

    says: str
    tone: str = ""
    cure: str = ""


S = Delivery.State
CURES: dict[str, Any] = {
    S.NEEDS_RECONNECT: lambda: _("Connect the space again: the reply then leaves by itself."),
    S.NEEDS_PERSON: lambda: _("Look on the network whether it is there, then say so in the delivery."),
    S.REJECTED: lambda: _("Change the text and answer again."),
    S.EXPIRED: lambda: _("Decide in the delivery whether it still goes."),
    S.PAUSED: lambda: _("It leaves when publishing is resumed."),
}


def sending(message: Message) -> Sending:
    """What to say under a message of ours."""
    delivery = message.delivery
    if message.outcome == Message.Outcome.SENT or delivery is None:
        return Sending(_("Sent"), "ok" if delivery else "")
    state = str(delivery.state)
    if state in {S.PLANNED, S.DUE, S.PREPARING, S.SUBMITTING}:
        return Sending(_("On its way…"), "info")
    if state == S.PUBLISHED:
        return Sending(_("Sent"), "ok")
    words = {S.CANCELLED: _("Withdrawn")}.get(S(state)) or delivery.get_state_display()
    cure = CURES[state]() if state in CURES else ""
    return Sending(words, "bad" if cure and state != S.PAUSED else "warn", cure)

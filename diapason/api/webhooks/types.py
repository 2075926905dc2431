"""What can be told: one table for the screen, the documentation, the description for programs, and the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from diapason.api.schemas.alerts import AlertOut
from diapason.api.schemas.conversations import ConversationOut
from diapason.api.schemas.crises import CrisisOut
from diapason.api.schemas.deliveries import DeliveryOut
from diapason.api.schemas.posts import PostOut
from diapason.api.schemas.spaces import SpaceOut
from diapason.api.schemas.webhooks import ConversionOut, PingOut, ReceivedOut, ReportOut
from diapason.api.webhooks import objects
from diapason.workspaces.models import Event

Find = Callable[[Event], Schema | None]
TEST = "test.ping"


@dataclass(frozen=True, slots=True)
class Type:
    """`verbs` are those of `workspaces.Event` that make it; `find` gives the object as `gives`, None when it is gone.

    `keeps` names what of the event's data is told under `change`.
    """

    name: str
    label: Promise | str
    verbs: tuple[str, ...]
    gives: type[Schema]
    find: Find
    keeps: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


MOVE = ("from", "to")
WORKFLOW = (*MOVE, "note", "version", "step", "reason", "at")


def post(name: str, label: Promise | str, *verbs: str) -> Type:
    return Type(f"post.{name}", label, tuple(f"post.{verb}" for verb in verbs or (name,)), PostOut, objects.post, WORKFLOW)


def delivery(name: str, label: Promise | str, *states: str) -> Type:
    verbs = tuple(f"delivery.{state}" for state in states or (name,))
    return Type(f"delivery.{name}", label, verbs, DeliveryOut, objects.delivery, ("reason", "detail"))


def conversation(name: str, label: Promise | str, *verbs: str) -> Type:
    verbs = tuple(f"conversation.{verb}" for verb in verbs or (name,))
    return Type(f"conversation.{name}", label, verbs, ConversationOut, objects.conversation, ("to", "delivery"))


def alert(name: str, label: Promise | str) -> Type:
    return Type(f"alert.{name}", label, (f"alert.{name}",), AlertOut, objects.alert)


def crisis(name: str, label: Promise | str) -> Type:
    return Type(f"crisis.{name}", label, (f"crisis.{name}",), CrisisOut, objects.crisis, ("before", "after"))


TYPES: tuple[Type, ...] = (
    post("created", _("A post was written"), "created", "duplicated"),
    post("begun", _("An idea became a draft")),
    post("submitted", _("A post waits for approval")),
    post("changes_asked", _("Changes were asked of a post"), "sent_back"),
    post("approved", _("A post was approved, or one step of its approval")),
    post("planned", _("A post was scheduled, or sent at once"), "planned", "sent_now"),
    post("moved", _("The time of a post changed")),
    post("went_back", _("A post went back a step: to draft, to approval, or no longer scheduled"), "taken_back", "reopened", "withdrawn"),
    post("published", _("A post is out on a first space")),
    post("cancelled", _("A post was given up")),
    post("removed", _("A post was deleted")),
    post("restored", _("A deleted post came back"), "brought_back"),
    delivery("published", _("A delivery is out")),
    delivery("failed", _("A delivery was refused, or it is too late for it"), "rejected", "expired"),
    delivery("needs_attention", _("A delivery waits for a person"), "needs_person", "needs_reconnect", "assisted"),
    delivery("cancelled", _("A delivery was cancelled")),
    Type("message.received", _("Messages were received in a conversation"), ("conversation.received",), ReceivedOut, objects.received),
    conversation("replied", _("A conversation was answered")),
    conversation("assigned", _("A conversation was given to somebody, or to nobody"), "assigned", "unassigned"),
    conversation("closed", _("A conversation was closed")),
    conversation("reopened", _("A conversation was reopened")),
    alert("opened", _("Something unusual is said")),
    alert("worsened", _("What is unusual became clearly worse")),
    alert("acknowledged", _("Somebody answers for an alert")),
    alert("escalated", _("Nobody answered for an alert, and those who lead were told")),
    crisis("opened", _("A crisis room was opened")),
    crisis("level_changed", _("A crisis is graver, or less grave")),
    crisis("closed", _("A crisis room was closed")),
    crisis("reopened", _("A crisis room was opened again")),
    Type("conversion.recorded", _("A site reported a conversion"), ("conversion.recorded",), ConversionOut, objects.conversion),
    Type("report.made", _("A report was made"), ("report.made",), ReportOut, objects.report),
    Type("report.sent", _("A report was sent to one of its readers"), ("report.sent",), ReportOut, objects.report),
    Type("space.access_lost", _("A space must be connected again"), ("space.access_lost",), SpaceOut, objects.space, ("code",)),
    Type("space.recovered", _("A space answers again"), ("space.recovered",), SpaceOut, objects.space),
)
PING = Type(TEST, _("A test, sent by hand"), (), PingOut, lambda _event: None)
BY_NAME = {each.name: each for each in (*TYPES, PING)}
FAMILIES: dict[str, Promise | str] = {
    "post": _("Posts"),
    "delivery": _("Deliveries"),
    "message": _("Messages"),
    "conversation": _("Conversations"),
    "alert": _("Alerts"),
    "crisis": _("Crisis rooms"),
    "conversion": _("Conversions"),
    "report": _("Reports"),
    "space": _("Spaces"),
}


def routes(names: Iterable[str]) -> dict[str, str]:
    """Each verb that makes one of these types, with the type."""
    return {verb: name for name in names if name in BY_NAME for verb in BY_NAME[name].verbs}


def known(names: Iterable[str]) -> list[str]:
    """Those that exist, in the order of the table."""
    wanted = set(names)
    return [each.name for each in TYPES if each.name in wanted]


def choices() -> list[tuple[Promise | str, list[tuple[str, Promise | str]]]]:
    """By family, for a form."""
    return [(label, [(each.name, each.label) for each in TYPES if each.family == family]) for family, label in FAMILIES.items()]


if len(routes(BY_NAME)) != sum(len(each.verbs) for each in TYPES):
    raise ValueError("an event makes one type of message: a verb stands twice in TYPES")

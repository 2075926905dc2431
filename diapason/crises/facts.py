"""What a crisis was, in figures: moments, volumes, reach, answers. A figure that nobody knows is None, never zero."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from diapason.core import clock
from diapason.crises.models import Crisis
from diapason.inbox.models import Conversation, Message
from diapason.listening.mentions import Sentiment
from diapason.listening.store import store
from diapason.listening.store.base import Period, Volume
from diapason.publishing.models import Delivery
from diapason.territory.models import Space

HOUR = timedelta(hours=1)
LONGEST = timedelta(days=30)  # of a crisis whose volume is drawn


@dataclass(frozen=True, slots=True)
class Facts:
    """From the beginning to the closing, or to now. `reach` is the sum of the followers that are known; `understood` of the mentions
    have a tone. `answers` went to people in the inbox, as in `places`; `said` are the holding statements."""

    began_at: datetime
    opened_at: datetime
    until: datetime
    mentions: int | None
    peak: int | None
    peak_at: datetime | None
    negative: int | None
    understood: int | None
    reach: int | None
    answers: int
    said: int
    first_answer_at: datetime | None
    waiting: int
    tasks: int
    tasks_done: int
    tasks_late: int
    held: int

    def as_json(self) -> dict[str, Any]:
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Facts":
        moments = {"began_at", "opened_at", "until", "peak_at", "first_answer_at"}
        read: dict[str, Any] = {name: datetime.fromisoformat(value) if name in moments and value else value for name, value in kept.items()}
        return cls(**read)


def end_of(crisis: Crisis) -> datetime:
    """When it was closed, or now."""
    closing = crisis.closings.filter(reopened_at=None).first()
    return closing.at if closing else clock.now()


def gather(crisis: Crisis) -> Facts:
    until = end_of(crisis)
    tasks = crisis.tasks.aggregate(
        tasks=Count("pk"),
        tasks_done=Count("pk", filter=Q(done_at__isnull=False)),
        tasks_late=Count("pk", filter=Q(done_at__gt=F("due_at")) | Q(done_at=None, due_at__lt=until)),
    )
    return Facts(
        began_at=crisis.began_at,
        opened_at=crisis.opened_at,
        until=until,
        **of_mentions(crisis, until),
        **of_answers(crisis, until),
        **tasks,
        held=held(crisis).count(),
    )


def of_mentions(crisis: Crisis, until: datetime) -> dict[str, Any]:
    found = volumes(crisis, until)
    if found is None:
        return dict.fromkeys(("mentions", "peak", "peak_at", "negative", "understood", "reach"))
    hours: dict[datetime, int] = {}
    for each in found:
        hours[each.at] = hours.get(each.at, 0) + each.mentions
    peak_at = max(hours, key=lambda hour: (hours[hour], hour), default=None)
    return {
        "mentions": sum(hours.values()),
        "peak": hours[peak_at] if peak_at else 0,
        "peak_at": peak_at,
        "negative": sum(each.mentions for each in found if each.sentiment is Sentiment.NEGATIVE),
        "understood": sum(each.mentions for each in found if each.sentiment is not None),
        "reach": sum(each.reach for each in found),
    }


def volumes(crisis: Crisis, until: datetime) -> list[Volume] | None:
    """By hour since it began; None where no query is followed."""
    wording = crisis.query.shown_id if crisis.query else None
    if wording is None:
        return None
    since = crisis.began_at.replace(minute=0, second=0, microsecond=0)
    return store().volume([wording], Period(since, min(until, since + LONGEST) + HOUR))


def of_answers(crisis: Crisis, until: datetime) -> dict[str, Any]:
    answers = messages(crisis, until).filter(direction=Message.Direction.OUT).aggregate(many=Count("pk"), first=Min("sent_at"))
    said = crisis.uses.aggregate(many=Count("pk"), first=Min("at"))
    waiting = Conversation.objects.filter(
        workspace=crisis.workspace_id, status=Conversation.Status.OPEN, waiting_since__range=(crisis.began_at, until)
    )
    return {
        "answers": answers["many"],
        "said": said["many"],
        "first_answer_at": min((each for each in (answers["first"], said["first"]) if each), default=None),
        "waiting": waiting.count(),
    }


def messages(crisis: Crisis, until: datetime) -> QuerySet[Message]:
    """What was written to the brand and what it answered, since it began: people are often answered before anybody opens a room."""
    return Message.objects.filter(workspace=crisis.workspace_id, sent_at__range=(crisis.began_at, until))


def held(crisis: Crisis) -> QuerySet[Delivery]:
    """What its pauses hold back now."""
    here = Space.objects.filter(pauses__holder=crisis.holder, pauses__lifted_at=None)
    return Delivery.objects.filter(workspace=crisis.workspace_id, state=Delivery.State.PAUSED, space__in=here, kind=Delivery.Kind.POST)


@dataclass(frozen=True, slots=True)
class Place:
    """What came in a space since it began, and what was answered there."""

    space: Space
    received: int
    answered: int
    waiting: int


def places(crisis: Crisis) -> list[Place]:
    """Where people wrote to the brand, the most first. Three queries."""
    until = end_of(crisis)
    said = messages(crisis, until)
    counted = {
        row["space"]: row
        for row in said.values("space").annotate(
            received=Count("pk", filter=Q(direction=Message.Direction.IN)), answered=Count("pk", filter=Q(direction=Message.Direction.OUT))
        )
    }
    open_ = Conversation.objects.filter(
        workspace=crisis.workspace_id, space__in=counted, status=Conversation.Status.OPEN, waiting_since__range=(crisis.began_at, until)
    )
    waiting = {row["space"]: row["many"] for row in open_.values("space").annotate(many=Count("pk"))}
    spaces = Space.objects.in_bulk(counted)
    found = [Place(spaces[pk], row["received"], row["answered"], waiting.get(pk, 0)) for pk, row in counted.items()]
    return sorted(found, key=lambda place: (-place.received, place.space.name))

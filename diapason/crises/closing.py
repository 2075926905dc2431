"""Closing a room: what becomes of the posts held back, the review with its figures, the lesson. And opening it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.crises import facts, learning
from diapason.crises.models import Closing, Crisis, Lesson, Review
from diapason.crises.running import lock
from diapason.editorial import planning, workflow
from diapason.editorial.models import Post
from diapason.publishing import pausing, services
from diapason.publishing.models import Delivery, Pause
from diapason.publishing.titles import title
from diapason.workspaces import events
from diapason.workspaces.members import Member


class Fate(StrEnum):
    """What becomes of a post that was held back."""

    KEEP = "keep"  # at its own time; when that has passed, a person decides later
    MOVE = "move"  # at another time
    DROP = "drop"


type Fates = Mapping[str, tuple[Fate, datetime | None]]  # what was chosen for what is held back, by its key


class WrongHour(Exception):
    """Posts shall go out at another hour, which is missing or over. `rows` says which is wrong and why, by its key."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        super().__init__(", ".join(rows))
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Held:
    """A post that waits, or an answer without a post, with all that is held back of it."""

    key: str
    title: str
    due_at: datetime
    spaces: str
    late: bool
    post_id: int | None
    deliveries: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person writes into the review; the lesson is made where it has a title."""

    cause: str = ""
    good: str = ""
    bad: str = ""
    lesson: str = ""
    next_time: str = ""


def held(crisis: Crisis) -> list[Held]:
    """What only this room holds back, a post once, the first to go out first."""
    others = Pause.objects.filter(workspace=crisis.workspace_id, lifted_at=None).exclude(holder=crisis.holder)
    rows = facts.held(crisis).exclude(space__in=others.filter(space__isnull=False).values("space"))
    if others.filter(space=None).exists():
        return []
    of: dict[str, list[Delivery]] = {}
    for row in rows.select_related("space", "variant__post", "workspace").order_by("due_at", "id"):
        of.setdefault(f"p{row.variant.post_id}" if row.variant else f"d{row.pk}", []).append(row)
    now = clock.now()
    return [
        Held(
            key,
            each[0].variant.post.title if each[0].variant else title(each[0].content),
            each[0].due_at,
            ", ".join(str(row.space) for row in each),
            each[0].due_at <= now,
            each[0].variant.post_id if each[0].variant else None,
            each,
        )
        for key, each in of.items()
    ]


@transaction.atomic
def close(member: Member, crisis: Crisis, fates: Fates, words: Words) -> Closing:
    """What nobody chose for is kept. Raises WrongHour, and nothing is closed, where another hour was chosen that cannot be.

    Nothing goes out late by surprise: what is past its time waits for a person. Closing what is closed changes nothing.
    """
    row = lock(crisis)
    known = row.closings.filter(reopened_at=None).first()
    if known:
        return known
    figures, waiting = facts.gather(row), held(row)
    if wrong := wrong_hours(waiting, fates):
        raise WrongHour(wrong)
    for each in waiting:
        settle(member, each, *fates.get(each.key, (Fate.KEEP, None)))
    pausing.lift(member, Pause.objects.filter(holder=row.holder), late_waits=True)
    made = Closing.objects.create(crisis=row, at=clock.now(), by=member.person)
    events.record(member, "crisis.closed", row)
    write(member, row, figures, words)
    learning.propose(row)
    return made


def wrong_hours(waiting: Sequence[Held], fates: Fates) -> dict[str, str]:
    """Why, by key, what shall go out at another hour cannot."""
    hours = {each.key: fates[each.key][1] for each in waiting if each.key in fates and fates[each.key][0] is Fate.MOVE}
    now = clock.now()
    return {
        key: _("This time has passed: choose a later one.") if hour else _("Say at which time it goes out.")
        for key, hour in hours.items()
        if hour is None or hour <= now
    }


def settle(member: Member, each: Held, fate: Fate, when: datetime | None) -> None:
    """Through the post where there is one, so that the calendar and its deliveries say the same."""
    if fate is Fate.KEEP:
        return
    try:
        if each.post_id is None:
            for delivery in each.deliveries:
                services.cancel(member, delivery) if fate is Fate.DROP else services.move_to(member, delivery, when or delivery.due_at)
        elif fate is Fate.DROP:
            drop(member, each.post_id, each.deliveries)
        else:
            workflow.move(member, each.post_id, when)
    except (services.TooLate, planning.CannotWithdraw, workflow.NotAllowed):
        return  # a part of it is out: it stays where the delivery's own page gives the choice


def drop(member: Member, post_id: int, deliveries: Sequence[Delivery]) -> None:
    """The post is withdrawn, not deleted: its words are still good for another day. Where it is out elsewhere, only the rest is."""
    post = Post.objects.get(pk=post_id)
    elsewhere = Delivery.objects.filter(variant__post=post).exclude(pk__in=[each.pk for each in deliveries])
    if post.status == Post.Status.PLANNED and not elsewhere.exclude(state=Delivery.State.CANCELLED).exists():
        workflow.unplan(member, post_id)
        return
    for delivery in deliveries:
        services.cancel(member, delivery)


def shifted(each: Held, by: timedelta) -> datetime:
    """Its time, put off."""
    return each.due_at + by


@transaction.atomic
def write(member: Member, crisis: Crisis, figures: facts.Facts, words: Words) -> Review:
    """The review, and the lesson where it has a title."""
    values = {
        "facts": figures.as_json(),
        "cause": words.cause,
        "good": words.good,
        "bad": words.bad,
        "at": clock.now(),
        "by": member.person,
    }
    review, _new = Review.objects.update_or_create(crisis=crisis, defaults=values)
    events.record(member, "crisis.reviewed", crisis)
    if words.lesson.strip():
        said = {"workspace": crisis.workspace, "title": words.lesson.strip()[:200], "text": words.next_time}
        lesson, _new = Lesson.objects.update_or_create(crisis=crisis, defaults=said | {"at": clock.now(), "by": member.person})
        events.record(member, "lesson.written", lesson)
    return review


@transaction.atomic
def reopen(member: Member, crisis: Crisis) -> bool:
    """It goes on. What was paused is not paused again by itself: that is for a person to say."""
    row = lock(crisis)
    if not row.closings.filter(reopened_at=None).update(reopened_at=clock.now(), reopened_by=member.person):
        return False
    events.record(member, "crisis.reopened", row)
    return True

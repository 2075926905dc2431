"""What a week asks of the spaces and of the people, against their rhythm (E3). Posts with a day count, cancelled ones do not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from diapason.editorial.access import posts
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.filters import UNWRITTEN, Filters
from diapason.editorial.planner.spans import DAY, Span, midnight, monday
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member

USUAL_WEEKS, KEPT_WEEKS = 8, 4  # whole weeks looked back at: for what is usual, and for whether the rhythm was kept
NEAR = 0.25  # of the rhythm: nearer than that is on rhythm
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Posts a week: `planned` in the span against `usual`, which is None where there is nothing to go by."""

    planned: int
    usual: float | None

    @property
    def gap(self) -> int:
        """How many posts more than usual (less, when negative); 0 where it is near enough."""
        if self.usual is None or abs(self.planned - self.usual) <= max(0.5, self.usual * NEAR):
            return 0
        return self.planned - round(self.usual)

    @property
    def missing(self) -> int:
        return -self.gap


@dataclass(frozen=True, slots=True)
class Row:
    """A space: its posts for each day of the span. `kept`: what it published a week lately, where that is short of its rhythm."""

    space: Space
    days: list[int]
    rhythm: Rhythm
    kept: float | None


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody writes that week; `waiting` of it is not written."""

    name: str
    posts: int
    waiting: int


@dataclass(frozen=True)
class Load:
    span: Span
    rows: list[Row]
    days: list[int]
    rhythm: Rhythm
    people: list[Person]

    @cached_property
    def short(self) -> list[Row]:
        return [row for row in self.rows if row.rhythm.gap < 0]


def read(member: Member, span: Span, filters: Filters, today: date) -> Load:
    """Four queries and one for the spaces. Of the filters only those of network and space are followed."""
    kept = [each for each in spaces(member) if filters.network in {"", each.network} and filters.space in {"", str(each.pk)}]
    first = min(span.start, monday(today))  # what is usual is read from weeks that are over
    uses = per_space(member, kept, span)
    before = lately(member, kept, first)
    totals = per_day(member, first - USUAL_WEEKS * WEEK, span.end)
    days = [totals[day] for day in span.days]
    past = sum(count for day, count in totals.items() if day < first)
    rows = [row(each, [uses[each.pk][day] for day in span.days], *before.get(each.pk, (0, 0))) for each in kept]
    shown = [each for each in rows if each.rhythm.planned or each.rhythm.usual]
    return Load(span, shown, days, Rhythm(sum(days), past / USUAL_WEEKS if past else None), people(member, span))


def row(space: Space, days: list[int], before: int, published: int) -> Row:
    usual = space.rhythm or (before / USUAL_WEEKS if before else None)
    lately = published / KEPT_WEEKS
    unkept = space.rhythm is not None and lately < space.rhythm * (1 - NEAR)
    return Row(space, days, Rhythm(sum(days), usual), lately if unkept else None)


def used(member: Member, kept: Iterable[Space], start: date, end: date) -> QuerySet[Any]:
    """A row for each variant and space with a day from `start` until before `end`."""
    zone = member.workspace.tz
    uses: QuerySet[Any] = Variant.spaces.through.objects.all()
    return uses.filter(
        space__in=[space.pk for space in kept],
        variant__post__publish_at__gte=midnight(start, zone),
        variant__post__publish_at__lt=midnight(end, zone),
        variant__post__removed_at=None,
    ).exclude(variant__post__status=Post.Status.CANCELLED)


def per_space(member: Member, kept: Iterable[Space], span: Span) -> Mapping[int, Mapping[date, int]]:
    found: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    rows = used(member, kept, span.start, span.end + DAY).annotate(day=TruncDate("variant__post__publish_at", tzinfo=member.workspace.tz))
    for space, day, count in rows.values_list("space_id", "day").annotate(Count("id")):
        found[space][day] = count
    return found


def lately(member: Member, kept: Iterable[Space], first: date) -> dict[int, tuple[int, int]]:
    """By space: its posts of the weeks before `first`, and those published of the last few of them."""
    recent = Q(variant__post__publish_at__gte=midnight(first - KEPT_WEEKS * WEEK, member.workspace.tz))
    published = recent & Q(variant__post__status=Post.Status.PUBLISHED)
    rows = used(member, kept, first - USUAL_WEEKS * WEEK, first).values_list("space_id")
    return {space: (every, out) for space, every, out in rows.annotate(Count("id"), out=Count("id", filter=published))}


def per_day(member: Member, start: date, end: date) -> Mapping[date, int]:
    zone = member.workspace.tz
    found: dict[date, int] = defaultdict(int)
    rows = posts(member).exclude(status=Post.Status.CANCELLED)
    rows = rows.filter(publish_at__gte=midnight(start, zone), publish_at__lt=midnight(end + DAY, zone))
    days = rows.annotate(day=TruncDate("publish_at", tzinfo=zone)).order_by().values_list("day")
    # Counting distinct posts sorts them all: only the rights of a contributor make a row come twice.
    return found | dict(days.annotate(Count("id", distinct=days.query.distinct)))


def people(member: Member, span: Span) -> list[Person]:
    """Those who write posts that go out, or are to be written, in the span: the busiest first."""
    start, end = span.moments(member.workspace.tz)
    due = Q(publish_at__gte=start, publish_at__lt=end) | Q(writing_due__gte=start, writing_due__lt=end, status__in=UNWRITTEN)
    rows = posts(member).exclude(status=Post.Status.CANCELLED).filter(due).exclude(assignee=None).order_by()
    counted = rows.values_list("assignee__name", "assignee__email").annotate(
        Count("id", distinct=True), waiting=Count("id", filter=Q(status__in=UNWRITTEN), distinct=True)
    )
    found = [Person(name or email, every, waiting) for name, email, every, waiting in counted]
    return sorted(found, key=lambda each: (-each.waiting, -each.posts, each.name))

"""Days on which a space has been silent for longer than its rhythm allows (E3)."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.spans import DAY, Span, midnight
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member

PATIENCE = 1.5  # how many times the usual interval may pass before it is a hole
LOOK_BACK = 45 * DAY
HORIZON = 28 * DAY  # nobody has planned further yet: what is missing there is not missing


@dataclass(frozen=True, slots=True)
class Hole:
    """On `day` nothing will have been published on the space for `silent` days; `silent` None: for longer than we looked."""

    space: Space
    day: date
    silent: int | None


def interval(rhythm: int) -> int:
    """The days without a post after which a space of so many posts a week has a hole: 6 for 2 a week, 11 for 1, 2 for 7."""
    return max(2, math.ceil(PATIENCE * 7 / rhythm))


def read(member: Member, span: Span, today: date) -> list[Hole]:
    """The holes of the span from today on, by day: posts with a day count, whatever their status but cancelled. Two queries."""
    first, last = max(span.start, today), min(span.end, today + HORIZON)
    if first > last:
        return []
    kept = [space for space in spaces(member) if space.rhythm]
    days = published_days(member, kept, first - LOOK_BACK, span.end)
    found = [hole for space in kept for hole in of_space(space, sorted(days[space.pk]), first, last)]
    return sorted(found, key=lambda hole: (hole.day, hole.space.name))


def published_days(member: Member, kept: Iterable[Space], start: date, end: date) -> dict[int, set[date]]:
    zone = member.workspace.tz
    found: dict[int, set[date]] = defaultdict(set)
    uses: QuerySet[Any] = Variant.spaces.through.objects.all()
    rows = (
        uses.filter(
            space__in=[space.pk for space in kept],
            variant__post__publish_at__gte=midnight(start, zone),
            variant__post__publish_at__lt=midnight(end + DAY, zone),
            variant__post__removed_at=None,
        )
        .exclude(variant__post__status=Post.Status.CANCELLED)
        .annotate(day=TruncDate("variant__post__publish_at", tzinfo=zone))
        .values_list("space_id", "day")
        .distinct()
    )
    for space, day in rows:
        found[space].add(day)
    return found


def of_space(space: Space, days: list[date], first: date, last: date) -> Iterable[Hole]:
    """One hole for each silence: on the day when it becomes too long, or on the first day shown."""
    allowed = timedelta(days=interval(space.rhythm or 1))
    for before, after in zip([None, *days], [*days, None], strict=True):
        day = max(before + allowed, first) if before else first
        if day <= last and (after is None or day < after):
            yield Hole(space, day, (day - before).days if before else None)

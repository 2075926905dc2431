"""What a period brought, added up from the daily figures: the ground of every indicator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from diapason.insights.metrics import OF_INDICATORS
from diapason.insights.models import DailyFigure
from diapason.links.models import Link, Site
from diapason.strategy.models import Objective
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

Sums = dict[str, Decimal]


@dataclass(slots=True)
class Totals:
    """`spaces`: sums by space (None: of no space) and metric; a metric that is absent is missing. `money`: value of
    conversions by currency. `followers` and `followers_before`: by space, at the end and before the beginning.
    `linked`: whether any post of it carries a short link; `converting`: whether a site of the brand reports conversions,
    and `currency` the one in which it counts."""

    spaces: dict[int | None, Sums] = field(default_factory=dict)
    money: dict[str, Decimal] = field(default_factory=dict)
    followers: dict[int, Decimal] = field(default_factory=dict)
    followers_before: dict[int, Decimal] = field(default_factory=dict)
    linked: bool = False
    converting: bool = False
    currency: str = ""

    def add(self, space: int | None, metric: str, unit: str, value: Decimal) -> None:
        if metric == "conversion_value":
            self.money[unit] = self.money.get(unit, Decimal()) + value
        sums = self.spaces.setdefault(space, {})
        sums[metric] = sums.get(metric, Decimal()) + value

    def total(self, metric: str) -> Decimal | None:
        """The sum over all spaces; None when no space gave it."""
        known = [sums[metric] for sums in self.spaces.values() if metric in sums]
        return sum(known, Decimal()) if known else None


# A number of followers older than this is no longer known.
FRESH = timedelta(days=31)
FLOWS = ~Q(metric="followers")
SUMS = """
SELECT asked.place, figures.space_id, figures.metric, figures.unit, sum(figures.value)
FROM unnest(%(starts)s::date[], %(ends)s::date[]) WITH ORDINALITY AS asked (first, last, place)
JOIN insights_spaceday AS figures ON figures.workspace_id = %(workspace)s AND figures.day BETWEEN asked.first AND asked.last
WHERE figures.metric <> 'followers' AND (%(space)s::bigint IS NULL OR figures.space_id = %(space)s)
GROUP BY asked.place, figures.space_id, figures.metric, figures.unit
"""
LEVELS = """
SELECT DISTINCT ON (asked.day, figures.space_id) asked.day, figures.space_id, figures.value
FROM unnest(%(days)s::date[]) AS asked (day)
JOIN insights_spaceday AS figures ON figures.workspace_id = %(workspace)s
  AND figures.metric = 'followers' AND figures.day BETWEEN asked.day - %(fresh)s AND asked.day
WHERE figures.space_id IS NOT NULL AND (%(space)s::bigint IS NULL OR figures.space_id = %(space)s)
ORDER BY asked.day, figures.space_id, figures.day DESC
"""
Levels = dict[date, dict[int, Decimal]]


def of_period(workspace: Workspace, period: Period, *, space_id: int | None = None) -> Totals:
    """All that the brand (or one space) did in a period. Four queries."""
    return of_periods(workspace, [period], space_id=space_id)[0]


def of_periods(workspace: Workspace, periods: Sequence[Period], *, space_id: int | None = None) -> list[Totals]:
    """The same for several periods, in the same four queries."""
    currency, linked = selling_in(workspace), Link.objects.filter(workspace=workspace).exists()
    known = levels(workspace, [day for period in periods for day in (period.start, period.end)], space_id)
    found = [Totals(linked=linked, converting=bool(currency), currency=currency) for _period in periods]
    for each, period in zip(found, periods, strict=True):
        each.followers_before, each.followers = known.get(period.start, {}), known.get(period.end, {})
    starts, ends = [period.start for period in periods], [period.end for period in periods]
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"workspace": workspace.pk, "starts": starts, "ends": ends, "space": space_id})
        for place, space, metric, unit, value in cursor:
            found[place - 1].add(space, metric, unit, value)
    return found


def selling_in(workspace: Workspace) -> str:
    """The currency of the brand's first site that reports conversions; empty when none does."""
    return Site.objects.filter(workspace=workspace, disabled_at=None).order_by("id").values_list("currency", flat=True).first() or ""


def levels(workspace: Workspace, days: Iterable[date], space_id: int | None = None) -> Levels:
    """Each space’s last known number of followers on each of these days; absent when none had been read in the month before
    it. One query."""
    found: Levels = {}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"workspace": workspace.pk, "days": sorted(set(days)), "fresh": FRESH.days, "space": space_id}
        cursor.execute(LEVELS, values)
        for day, space, value in cursor:
            found.setdefault(day, {})[space] = value
    return found


def of_objectives(workspace: Workspace, objectives: Iterable[Objective]) -> dict[int, Totals]:
    """What the posts of each objective brought over its own time. At most three queries, however many objectives (whose
    targets are prefetched)."""
    objectives = list(objectives)
    ids = [objective.pk for objective in objectives]
    wanted = {target.kpi for objective in objectives for target in objective.targets.all()}
    currency = selling_in(workspace) if wanted & {"conversions", "conversion_value"} else ""
    linked = with_links(ids) if "clicks" in wanted else set()
    found = {pk: Totals(linked=pk in linked, converting=bool(currency), currency=currency) for pk in ids}
    metrics = {metric for kpi in wanted for metric in OF_INDICATORS.get(kpi, ())}
    rows = DailyFigure.objects.filter(metric__in=metrics, objective__in=ids)
    rows = rows.filter(day__gte=F("objective__starts_on"), day__lte=F("objective__due_on"))
    sums = rows.values_list("objective", "space", "metric", "unit").annotate(total=Coalesce(Sum("value"), Decimal()))
    for objective, space, metric, unit, value in sums if metrics else ():
        found[objective].add(space, metric, unit, value)
    return found


def with_links(ids: Sequence[int]) -> set[int]:
    """Those of the objectives that a post with a short link serves."""
    linked = Link.objects.filter(post__objective=OuterRef("pk"))
    return set(Objective.objects.filter(Exists(linked), pk__in=ids).values_list("pk", flat=True))

"""What a period brought, added up from the daily figures: the ground of every indicator."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from diapason.insights.models import DailyFigure
from diapason.insights.periods import Period
from diapason.links.models import Link, Site
from diapason.strategy.models import Objective
from diapason.workspaces.models import Workspace

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


def of_period(workspace: Workspace, period: Period, *, space_id: int | None = None) -> Totals:
    """All that the brand (or one space) did in a period. Four queries."""
    figures = DailyFigure.objects.filter(workspace=workspace, day__range=(period.start, period.end))
    currency = selling_in(workspace)
    linked = Link.objects.filter(workspace=workspace).exists()
    found = Totals(linked=linked, converting=bool(currency), currency=currency)
    if space_id:
        figures = figures.filter(space_id=space_id)
    for space, metric, unit, value in figures.filter(FLOWS).values_list("space", "metric", "unit").annotate(Sum("value")):
        found.add(space, metric, unit, value)
    levels(workspace, period, found, space_id)
    return found


def selling_in(workspace: Workspace) -> str:
    """The currency of the brand's first site that reports conversions; empty when none does."""
    return Site.objects.filter(workspace=workspace, disabled_at=None).order_by("id").values_list("currency", flat=True).first() or ""


def levels(workspace: Workspace, period: Period, found: Totals, space_id: int | None = None) -> None:
    known = DailyFigure.objects.filter(workspace=workspace, metric="followers")
    if space_id:
        known = known.filter(space_id=space_id)
    found.followers = latest(known, period.end)
    found.followers_before = latest(known, period.start)


def latest(known: QuerySet[DailyFigure], day: date) -> dict[int, Decimal]:
    """Each space’s last known level on that day; absent when none had been read in the month before it."""
    rows = known.filter(day__range=(day - FRESH, day)).order_by("space", "-day").distinct("space")
    return {row.space_id: row.value for row in rows if row.space_id}


def of_objectives(workspace: Workspace, objectives: Iterable[Objective]) -> dict[int, Totals]:
    """What the posts of each objective brought over its own time. At most three queries, however many objectives (whose
    targets are prefetched)."""
    objectives = list(objectives)
    ids = [objective.pk for objective in objectives]
    wanted = {target.kpi for objective in objectives for target in objective.targets.all()}
    currency = selling_in(workspace) if wanted & {"conversions", "conversion_value"} else ""
    linked = (
        set()
        if "clicks" not in wanted
        else set(Link.objects.filter(post__objective__in=ids).values_list("post__objective", flat=True).distinct())
    )
    found = {pk: Totals(linked=pk in linked, converting=bool(currency), currency=currency) for pk in ids}
    rows = (
        DailyFigure.objects.filter(FLOWS, objective__in=ids, day__gte=F("objective__starts_on"), day__lte=F("objective__due_on"))
        .values_list("objective", "space", "metric", "unit")
        .annotate(total=Coalesce(Sum("value"), Decimal()))
    )
    for objective, space, metric, unit, value in rows:
        found[objective].add(space, metric, unit, value)
    return found

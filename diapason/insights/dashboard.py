"""The results of a period: indicators beside the period before, networks, charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from diapason.core import charts
from diapason.insights import answers, daily, kpis, networks, totals
from diapason.insights.kpis import Facts, Value
from diapason.insights.models import SpaceDay
from diapason.workspaces import cutting
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

SHOWN = ("reach", "engagement", "engagement_rate", "clicks", "conversions", "conversion_value", "follower_growth", "response_time", "posts")
CHARTED = ("engagement", "reach", "clicks")


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator now and in the period before. `change` is relative (0.1: a tenth more), None where it says nothing."""

    now: Value
    before: Value

    @property
    def change(self) -> Decimal | None:
        if self.now.value is None or not self.before.value or self.now.unit != self.before.unit:
            return None
        return self.now.value / self.before.value - 1

    @property
    def better(self) -> bool | None:
        """Whether the change is good news; None when there is none."""
        return None if not self.change else (self.change > 0) != self.now.kpi.less


@dataclass(slots=True)
class Results:
    period: Period
    indicators: list[Compared]
    networks: list[networks.Row]


def facts(workspace: Workspace, periods: Sequence[Period]) -> list[Facts]:
    """What the indicators of each period are computed from. Six queries, however many periods."""
    answered = answers.of_periods(workspace, periods)
    found = totals.of_periods(workspace, periods)
    return [Facts(each, answered[period]) for each, period in zip(found, periods, strict=True)]


def results(workspace: Workspace, period: Period) -> Results:
    now, before = facts(workspace, [period, period.previous])
    indicators = [Compared(kpis.compute(code, now), kpis.compute(code, before)) for code in SHOWN]
    return Results(period, indicators, networks.compare(workspace, now.totals, before.totals))


def over_time(workspace: Workspace, period: Period) -> list[charts.Chart]:
    """The charted indicators over the period, beside the same days of the period before; a missing one is left out."""
    [now] = facts(workspace, [period])
    values = [value for value in (kpis.compute(code, now) for code in CHARTED) if not value.missing]
    codes = [value.kpi.code for value in values]
    sums, before = by_part(workspace, period, codes), by_part(workspace, period.previous, codes)
    parts = cutting.buckets(period)
    return [chart(value, parts, period.days, sums[value.kpi.code], before[value.kpi.code]) for value in values]


def by_part(workspace: Workspace, period: Period, codes: Sequence[str]) -> dict[str, list[Decimal | None]]:
    """The sums of each part of the period, by indicator; empty for one of which nothing was read. One query."""
    figures = SpaceDay.objects.filter(workspace=workspace, day__range=(period.start, period.end))
    parts, today = cutting.buckets(period), workspace.today
    found = daily.many(figures, codes, grain=cutting.grain(period.days))
    return {code: daily.fold(parts, sums, today, cutting.grain(period.days)) for code, sums in found.items()}


def chart(value: Value, parts: list[Period], days: int, now: list[Decimal | None], before: list[Decimal | None]) -> charts.Chart:
    padded = (before + [None] * len(parts))[: len(parts)]
    return charts.Chart(
        title=str(value.kpi.name),
        heads=cutting.heads(parts, days),
        series=[charts.Series(_("This period"), now), charts.Series(_("Before"), padded, muted=True)],
        first=cutting.first_head(days),
        definition=value.kpi.formula,
        source=value.kpi.where,
    )

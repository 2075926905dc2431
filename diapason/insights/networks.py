"""What each network brought, side by side."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from diapason.insights import kpis
from diapason.insights.kpis import Facts, Value
from diapason.insights.models import DailyFigure
from diapason.insights.totals import FLOWS, Totals
from diapason.networks.base import registry
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

COMPARED = ("posts", "reach", "engagement", "engagement_rate", "clicks", "conversions")


@dataclass(slots=True)
class Row:
    """One network: its values in the order of `COMPARED`, and those of the period before."""

    network: str
    name: str
    values: list[Value] = field(default_factory=list)
    before: list[Value] = field(default_factory=list)


def name_of(network: str) -> str:
    try:
        return str(registry.get(network))
    except registry.NoSuchNetwork:
        return network


def split(sums: Totals, networks: dict[int, str]) -> dict[str, Totals]:
    """The totals, network by network."""
    found: dict[str, Totals] = {}
    for space, metrics in sums.spaces.items():
        if space is None or space not in networks:
            continue
        part = found.setdefault(networks[space], Totals(linked=sums.linked, converting=sums.converting, currency=sums.currency))
        part.spaces[space] = metrics
        part.followers |= {space: sums.followers[space]} if space in sums.followers else {}
    return found


def compare(workspace: Workspace, now: Totals, before: Totals | None = None) -> list[Row]:
    """Every network that brought something, the most engaging first."""
    networks = dict(Space.objects.filter(workspace=workspace).values_list("pk", "network"))
    parts, older = split(now, networks), split(before, networks) if before else {}
    rows = [Row(network, name_of(network), values_of(part), values_of(older.get(network, Totals()))) for network, part in parts.items()]
    return sorted(rows, key=lambda row: (-(row.values[2].value or Decimal(-1)), row.name))


def values_of(part: Totals) -> list[Value]:
    clicks = any("clicks" in metrics for metrics in part.spaces.values())
    part.linked = part.linked and clicks
    return [kpis.compute(code, Facts(part)) for code in COMPARED]


def of_objective(objective: Objective) -> list[Row]:
    """What each network brought to an objective over its time."""
    period = Period(objective.starts_on, objective.due_on)
    figures = DailyFigure.objects.filter(FLOWS, objective=objective, day__range=(period.start, period.end))
    sums = Totals(linked=True)
    for space, metric, unit, value in figures.values_list("space", "metric", "unit").annotate(Sum("value")):
        sums.add(space, metric, unit, value)
    return compare(objective.workspace, sums)

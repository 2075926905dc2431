"""Targets to propose for a new objective: what the last period gave, and a little more."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from diapason.insights import answers, kpis, totals
from diapason.insights.kpis import Facts, Value
from diapason.strategy.kpis import Kpi, Unit, suggested
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import last_days

DAYS = 90
MORE, LESS = Decimal("1.1"), Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`target` None: the last period says nothing of this indicator."""

    kpi: Kpi
    last: Value
    target: Decimal | None


def targets(workspace: Workspace, kind: str, today: date, days: int = DAYS) -> list[Suggestion]:
    """The indicators of this kind of objective, with a tenth more than the pace of the brand's last 90 days, for an
    objective that lasts `days`."""
    period = last_days(today, DAYS)
    facts = Facts(totals.of_period(workspace, period), answers.of_period(workspace, period))
    values = [kpis.compute(kpi.code, facts) for kpi in suggested(kind)]
    return [Suggestion(value.kpi, value, raised(value, days)) for value in values]


def raised(value: Value, days: int) -> Decimal | None:
    if not value.value:
        return None
    aimed = value.value * (LESS if value.kpi.less else MORE)
    if value.kpi.unit == Unit.SHARE:
        return min(Decimal(1), aimed.quantize(Decimal("0.001")))
    return round_number(aimed * days / DAYS if value.kpi.adds_up else aimed)


def round_number(value: Decimal) -> Decimal:
    """To two figures that matter, as people set targets: 13 728 → 14 000."""
    return Decimal(round(value, 1 - value.adjusted())) if value >= 1 else value

"""How far an objective is: each target against its value, and against the time elapsed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from diapason.insights import answers, kpis, totals
from diapason.insights.kpis import Facts, Value
from diapason.strategy.models import Objective, Target
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

# Before this share of the time has passed, a pace says nothing yet.
TOO_EARLY = Decimal("0.1")
# Within this many points of the time elapsed, an objective is on time.
ON_TIME = 2
# Computed from numbers of followers.
FOLLOWERS = {"engagement_rate", "follower_growth"}


@dataclass(frozen=True, slots=True)
class Progress:
    """One target. `share` is the part reached (0 to …), None when the value is missing; `elapsed` the part of the time
    that has passed (0 to 1); `points` how far ahead (+) or behind (-), in points of per cent; `forecast` what the same
    pace gives on the last day. A ratio or a delay does not add up: it has neither points nor forecast."""

    target: Target
    value: Value
    share: Decimal | None
    elapsed: Decimal
    points: int | None = None
    forecast: Decimal | None = None

    @property
    def reached(self) -> bool:
        return self.share is not None and self.share >= 1

    @property
    def mark(self) -> Decimal | None:
        """Where the time elapsed stands beside the share, for what adds up."""
        return self.elapsed if self.value.kpi.adds_up else None

    @property
    def state(self) -> str:
        """`missing`, `reached`, `ahead`, `on_time`, `behind` or (what does not add up) `below`."""
        if self.share is None:
            return "missing"
        if self.reached:
            return "reached"
        if self.points is None:
            return "below"
        if abs(self.points) <= ON_TIME:
            return "on_time"
        return "ahead" if self.points > 0 else "behind"


def elapsed(objective: Objective, today: date) -> Decimal:
    """The part of the objective's days that is over or running: 1 on its last day."""
    days = (objective.due_on - objective.starts_on).days + 1
    passed = min(max((today - objective.starts_on).days + 1, 0), days)
    return Decimal(passed) / days


def share_of(value: Value, target: Decimal) -> Decimal | None:
    """The part of the target that is reached. Where less is better, a value under the target is the whole of it."""
    if value.value is None:
        return None
    if value.kpi.less:
        return Decimal(1) if value.value <= target else target / value.value
    return value.value / target if target else Decimal(1)


def measure(target: Target, value: Value, passed: Decimal) -> Progress:
    share = share_of(value, target.value)
    if share is None or value.value is None or not value.kpi.adds_up:
        return Progress(target, value, share, passed)
    forecast = value.value / passed if TOO_EARLY <= passed < 1 else None
    return Progress(target, value, share, passed, round((share - passed) * 100), forecast)


def of(workspace: Workspace, objectives: Iterable[Objective], today: date) -> dict[int, list[Progress]]:
    """The progress of each objective, by its id, in the order of its targets (which should be prefetched). At most six
    queries, however many objectives."""
    objectives = list(objectives)
    periods = {
        objective.pk: Period(objective.starts_on, max(min(objective.due_on, today), objective.starts_on)) for objective in objectives
    }
    sums = totals.of_objectives(workspace, objectives)
    followed = [periods[each.pk] for each in objectives if indicators(each) & FOLLOWERS]
    known = totals.levels(workspace, [day for period in followed for day in (period.start, period.end)]) if followed else {}
    answered = answers.of_periods(workspace, {periods[each.pk] for each in objectives if indicators(each) & answers.INDICATORS})
    found = {}
    for objective in objectives:
        period, total = periods[objective.pk], sums[objective.pk]
        total.followers_before, total.followers = known.get(period.start, {}), known.get(period.end, {})
        found[objective.pk] = measured(objective, Facts(total, answered.get(period)), elapsed(objective, today))
    return found


def so_far(objective: Objective, today: date) -> Period:
    """The objective's time until today: its first day at least."""
    return Period(objective.starts_on, max(min(objective.due_on, today), objective.starts_on))


def indicators(objective: Objective) -> set[str]:
    return {target.kpi for target in objective.targets.all()}


def measured(objective: Objective, facts: Facts, passed: Decimal) -> list[Progress]:
    targets = [target for target in objective.targets.all() if target.kpi in kpis.FORMULAS]
    return [measure(target, kpis.compute(target.kpi, facts), passed) for target in targets]

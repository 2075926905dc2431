"""How quickly people are answered, from the inbox."""

from collections.abc import Collection
from dataclasses import dataclass

from diapason.inbox import figures
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

INDICATORS = {"response_time", "answered_in_time"}


@dataclass(frozen=True, slots=True)
class Answers:
    """`median_seconds` None: nothing was answered; `share_in_time` None: nothing called for an answer."""

    median_seconds: float | None
    share_in_time: float | None
    answered: int = 0


def of_period(workspace: Workspace, period: Period) -> Answers:
    """Conversations begun in the period. Two queries."""
    return of_periods(workspace, [period])[period]


def of_periods(workspace: Workspace, periods: Collection[Period]) -> dict[Period, Answers]:
    """The same for several periods: two queries, none where there is no period."""
    asked = list(periods)
    times = figures.response_times_of(workspace, [period.bounds(workspace) for period in asked]) if asked else []
    return {period: read(found) for period, found in zip(asked, times, strict=True)}


def read(found: figures.ResponseTimes) -> Answers:
    return Answers(found.median.total_seconds() if found.median is not None else None, found.within, found.answered)

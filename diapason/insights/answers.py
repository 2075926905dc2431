"""How quickly people are answered, from the inbox."""

from dataclasses import dataclass

from diapason.inbox import figures
from diapason.insights.periods import Period
from diapason.workspaces.models import Workspace

INDICATORS = {"response_time", "answered_in_time"}


@dataclass(frozen=True, slots=True)
class Answers:
    """`median_seconds` None: nothing was answered; `share_in_time` None: nothing called for an answer."""

    median_seconds: float | None
    share_in_time: float | None
    answered: int = 0


def of_period(workspace: Workspace, period: Period) -> Answers:
    """Conversations begun in the period. One query."""
    times = figures.response_times(workspace, *period.bounds(workspace))
    return Answers(times.median.total_seconds() if times.median is not None else None, times.within, times.answered)

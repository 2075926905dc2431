"""The time in which a brand answers: only the hours count in which somebody is there.

The same sum is written twice, here for one conversation and in the database (`inbox_worked`) for a hundred thousand; a
test holds one against the other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.inbox.models import AnswerGoal
from diapason.workspaces.models import Workspace

# It is time to answer once half of what there was is gone.
SOON = 0.5


@dataclass(frozen=True, slots=True)
class Goal:
    """`opens` and `closes` are seconds from midnight, `days` those of ISO 8601, in `zone`."""

    minutes: int
    days: tuple[int, ...]
    opens: int
    closes: int
    zone: ZoneInfo

    @property
    def always(self) -> bool:
        return len(self.days) == 7 and self.closes - self.opens == 86400

    def waited(self, since: datetime, until: datetime | None = None) -> timedelta:
        """The hours of work between two moments, all of them where the brand answers day and night."""
        end = until or clock.now()
        if self.always:
            return max(end - since, timedelta(0))
        return timedelta(seconds=max(0, self.worked(end) - self.worked(since)))

    def worked(self, at: datetime) -> int:
        """Seconds of work since a Monday long ago."""
        local = at.astimezone(self.zone).replace(tzinfo=None)
        weeks, day = divmod((local - MONDAY).days, 7)
        today = (local - local.replace(hour=0, minute=0, second=0, microsecond=0)).seconds
        whole = weeks * len(self.days) + sum(each < day + 1 for each in self.days)
        part = min(max(today - self.opens, 0), self.closes - self.opens) if day + 1 in self.days else 0
        return whole * (self.closes - self.opens) + part

    def tone(self, since: datetime) -> str:
        """`bad` past the goal, `warn` when it nears."""
        share = self.waited(since) / timedelta(minutes=self.minutes)
        return "bad" if share > 1 else "warn" if share > SOON else ""


MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001 - compared with local moments


def row_of(workspace: Workspace) -> AnswerGoal:
    """What the brand chose, or two hours, day and night."""
    return AnswerGoal.objects.filter(workspace=workspace).first() or AnswerGoal(workspace=workspace)


def goal_of(workspace: Workspace) -> Goal:
    row = row_of(workspace)
    return Goal(row.minutes, tuple(row.days), *row.seconds, workspace.tz)


def how_long(since: datetime | None) -> str:
    """How long ago, short: 48 min, 2 h 14, 3 d."""
    if since is None:
        return ""
    minutes = max(0, int((clock.now() - since).total_seconds() // 60))
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 24 * 60:
        return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days)d d") % {"days": minutes // (24 * 60)}

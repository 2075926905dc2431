"""What is said of the brand this week, beside its competitors, and what is unusual in it."""

from datetime import datetime, timedelta

from diapason.alerts import access as alerts
from diapason.alerts import reading
from diapason.alerts.models import Alert
from diapason.listening import access, figures
from diapason.listening.figures import Heard
from diapason.workspaces.members import Member
from diapason.workspaces.periods import last_days

DAYS = 7
SHOWN, UNUSUAL = 4, 3


def week(member: Member) -> list[Heard]:
    """Our brand first, then those who are most spoken of; nothing for a brand that listens for nothing. Three queries."""
    queries = [query for query in access.queries(member) if query.purpose in figures.COMPARED]
    rows = figures.heard(queries, last_days(member.workspace.today, DAYS)) if queries else []
    rows.sort(key=lambda row: (row.query.purpose != row.query.Purpose.BRAND, -row.mentions))
    return rows[:SHOWN]


def unusual(member: Member, now: datetime) -> list[tuple[Alert, str]]:
    """Alerts of the week that nobody answers for, each with what happened. One query."""
    found = alerts.alerts(member).filter(acknowledgement=None, opened_at__gte=now - timedelta(days=DAYS)).order_by("-opened_at")
    return [(alert, reading.sentence(alert)) for alert in found[:UNUSUAL]]

"""The period that an address asks for, and the ones to propose."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from diapason.workspaces.periods import Period, last_days, month_of, parse


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    query: str
    current: bool


def chosen(query: QueryDict, today: date) -> Period:
    """`?from=2026-11-01&to=2026-11-30`; the last 30 days otherwise."""
    return parse(query.get("from", ""), query.get("to", ""), today) or last_days(today, 30)


def choices(query: QueryDict, today: date) -> list[Choice]:
    month, now = month_of(today), chosen(query, today)
    proposed = [
        (_("7 days"), last_days(today, 7)),
        (_("30 days"), last_days(today, 30)),
        (_("This month"), Period(month.start, today)),
        (_("Last month"), month_of(month.start - timedelta(days=1))),
        (_("90 days"), last_days(today, 90)),
        (_("12 months"), last_days(today, 365)),
    ]
    return [Choice(label, asked(query, period), period == now) for label, period in proposed]


def kept(query: QueryDict) -> list[tuple[str, str]]:
    """What else the address says, for the form that chooses a period."""
    return [(name, value) for name, values in query.lists() if name not in {"from", "to", "cursor"} for value in values]


def asked(query: QueryDict, period: Period) -> str:
    """The same address for that period."""
    changed = query.copy()
    changed.pop("cursor", None)
    changed["from"], changed["to"] = period.start.isoformat(), period.end.isoformat()
    return changed.urlencode()

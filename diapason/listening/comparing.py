"""The period that another is compared with, as an address asks for it."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from diapason.workspaces.periods import Period

BEFORE, YEAR = "before", "year"


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    query: str
    current: bool


def against(query: QueryDict, period: Period) -> Period:
    """`?against=year`: the same days a year before; else those just before, as many."""
    return a_year_before(period) if query.get("against") == YEAR else period.previous


def a_year_before(period: Period) -> Period:
    return Period(year_before(period.start), year_before(period.end))


def year_before(day: date) -> date:
    """The 28th where there was no 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def choices(query: QueryDict, period: Period) -> list[Choice]:
    now = YEAR if query.get("against") == YEAR else BEFORE
    found = []
    for code, label in ((BEFORE, _("The period before")), (YEAR, _("A year before"))):
        changed = query.copy()
        changed["against"] = code
        changed.pop("cursor", None)
        found.append(Choice(label, changed.urlencode(), code == now))
    return found

"""Periods of whole days, in the brand's time zone, and the one before them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period ends after it begins.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def previous(self) -> "Period":
        """As long, just before; for a whole month or year, the month or year before."""
        before = self.start - timedelta(days=1)
        if self.is_month:
            return month_of(before)
        if self.is_year:
            return Period(date(before.year, 1, 1), before)
        return Period(self.start - timedelta(days=self.days), before)

    @property
    def is_month(self) -> bool:
        return self == month_of(self.start)

    @property
    def is_year(self) -> bool:
        return (self.start, self.end) == (date(self.start.year, 1, 1), date(self.start.year, 12, 31))

    def bounds(self, workspace: "Workspace") -> tuple[datetime, datetime]:
        """The first moment of it and the first moment after it."""
        after = self.end + timedelta(days=1)
        return midnight(workspace, self.start), midnight(workspace, after)

    def __str__(self) -> str:
        if self.is_year:
            return str(self.start.year)
        if self.is_month:
            return date_format(self.start, "F Y")
        if self.days == 1:
            return day_name(self.start, "j F Y")
        if self.start.year == self.end.year:
            first = "j" if self.start.month == self.end.month else "j F"
            return _("%(start)s to %(end)s") % {"start": day_name(self.start, first), "end": day_name(self.end, "j F Y")}
        return _("%(start)s to %(end)s") % {"start": day_name(self.start, "j F Y"), "end": day_name(self.end, "j F Y")}


def day_name(day: date, form: str) -> str:
    """A day in words; the first of a month is « 1er » in French."""
    said = date_format(day, form)
    french = (get_language() or "").startswith("fr")
    return said.replace("1", "1er", 1) if french and day.day == 1 else said


def midnight(workspace: "Workspace", day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=workspace.tz)


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def week_of(day: date) -> Period:
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=6))


def last_days(today: date, days: int) -> Period:
    return Period(today - timedelta(days=days - 1), today)


def parse(start: str, end: str, today: date) -> Period | None:
    """The period named in an address; None when it is not one. Ten years at most, so that no page grows without end."""
    try:
        period = Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        return None
    return period if period.days <= 3660 and period.start <= today + timedelta(days=366) else None

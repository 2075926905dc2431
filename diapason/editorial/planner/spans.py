"""Spans of days on the brand's wall calendar: a month shown in whole weeks, or a week. Days are days of the brand's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAY = timedelta(days=1)
MONTH, WEEK, LIST, BOARD = "month", "week", "list", "board"
VIEWS = (MONTH, WEEK, LIST, BOARD)
FIRST, LAST = date(2000, 1, 3), date(2100, 12, 27)
LONGEST = 62  # days that one request may ask for


@dataclass(frozen=True, slots=True)
class Span:
    """`start` and `end` are days, both shown; `anchor` is the day that the address names."""

    view: str
    anchor: date
    start: date
    end: date

    @property
    def days(self) -> list[date]:
        return [self.start + DAY * number for number in range((self.end - self.start).days + 1)]

    @property
    def weeks(self) -> list[list[date]]:
        days = self.days
        return [days[first : first + 7] for first in range(0, len(days), 7)]

    @property
    def before(self) -> date:
        if self.view == WEEK:
            return clamp(self.anchor - 7 * DAY)
        return clamp((self.anchor.replace(day=1) - DAY).replace(day=1))

    @property
    def after(self) -> date:
        if self.view == WEEK:
            return clamp(self.anchor + 7 * DAY)
        return clamp((self.anchor.replace(day=1) + 31 * DAY).replace(day=1))

    @property
    def title(self) -> str:
        """« novembre 2026 », « 23 – 29 novembre 2026 »."""
        if self.view != WEEK:
            name = formats.date_format(self.anchor, "F Y")
            return name[:1].upper() + name[1:]
        return between(self.start, self.end)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of the first day, and the first after the last day, in UTC: 23 or 25 hours on some days."""
        return midnight(self.start, zone), midnight(self.end + DAY, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of that day in the zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def clamp(day: date) -> date:
    return max(FIRST, min(LAST, day))


def month(day: date) -> Span:
    """The whole weeks, from Monday, that hold the month of that day."""
    day = clamp(day)
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return Span(MONTH, day, monday(first), monday(last) + 6 * DAY)


def week(day: date) -> Span:
    day = clamp(day)
    return Span(WEEK, day, monday(day), monday(day) + 6 * DAY)


def monday(day: date) -> date:
    return day - DAY * day.weekday()


def read(view: str, day: str, today: date) -> Span:
    """What an address asks for; what makes no sense is this month. The list and the board have the span of the month."""
    try:
        anchor = date.fromisoformat(day)
    except ValueError:
        anchor = today
    if view == WEEK:
        return week(anchor)
    found = month(anchor)
    return Span(view if view in VIEWS else MONTH, found.anchor, found.start, found.end)


def asked(start: str, end: str) -> Span | None:
    """The days from `start` until the day before `end`, as a calendar widget asks for them; None where that makes no sense."""
    try:
        first, last = date.fromisoformat(start[:10]), date.fromisoformat(end[:10]) - DAY
    except ValueError:
        return None
    if not FIRST - 31 * DAY <= first <= last <= LAST + 31 * DAY or (last - first).days >= LONGEST:
        return None
    return Span(WEEK if (last - first).days < 7 else MONTH, first, first, last)


def between(start: date, end: date) -> str:
    """« 23 – 29 novembre 2026 », « 30 novembre – 6 décembre 2026 »."""
    last = formats.date_format(end, _("j F Y"))
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        if (get_language() or "en").startswith("en"):
            return f"{formats.date_format(start, 'F j')} – {formats.date_format(end, 'j, Y')}"
        return f"{start.day} – {last}"
    first = formats.date_format(start, _("j F") if start.year == end.year else _("j F Y"))
    return f"{first} – {last}"


def months(start: date, end: date) -> str:
    """« novembre 2026 – avril 2027 », capitalised as a title is."""
    first = formats.date_format(start, "F" if start.year == end.year else "F Y")
    return f"{first[:1].upper()}{first[1:]} – {formats.date_format(end, 'F Y')}"

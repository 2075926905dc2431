"""A period cut into days, weeks (from Monday) or months: as many as a chart can show."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from diapason.core import charts
from diapason.workspaces.periods import Period

# The most points a chart can show without becoming a wall, and its table a scroll.
MOST_DAYS, MOST_WEEKS = 62, 370
Grain = Literal["day", "week", "month"]


def grain(days: int) -> Grain:
    """Into what a period of so many days is cut."""
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= MOST_WEEKS else "month"


def first_of(day: date, grain: Grain) -> date:
    """The first day of its week or month: under which its figures are counted."""
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[grain]


def buckets(period: Period) -> list[Period]:
    """The period cut into days, weeks (from Monday) or months."""
    found, start = [], period.start
    while start <= period.end:
        end = min(end_of_bucket(start, period.days), period.end)
        found.append(Period(start, end))
        start = end + timedelta(days=1)
    return found


def end_of_bucket(start: date, days: int) -> date:
    if grain(days) == "day":
        return start
    if grain(days) == "week":
        return start + timedelta(days=6 - start.weekday())
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def heads(parts: Sequence[Period], days: int) -> list[str]:
    return [charts.short_month(part.start) if grain(days) == "month" else charts.short_day(part.start) for part in parts]


def first_head(days: int) -> str:
    if grain(days) == "day":
        return _("Day")
    return _("Week of") if grain(days) == "week" else _("Month")

"""Indicators day by day, for charts; longer periods by week or by month."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.db.models import Case, DateField, F, Func, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from diapason.core import charts
from diapason.insights.metrics import ENGAGEMENT
from diapason.insights.models import DailyFigure, SpaceDay
from diapason.workspaces.periods import Period

# The most points a chart can show without becoming a wall, and its table a scroll.
MOST_DAYS, MOST_WEEKS = 62, 370
PARTS: dict[str, Sequence[str]] = {"engagement": ENGAGEMENT, "reach": ("reach", "impressions")}
Grain = Literal["day", "week", "month"]
Figures = QuerySet[DailyFigure] | QuerySet[SpaceDay]
# Whole days since a Monday: several times quicker than `date_trunc`, which goes through moments.
MONDAY = Func(F("day"), template="(%(expressions)s - mod(%(expressions)s - DATE '2001-01-01', 7))", output_field=DateField())
KEYS: dict[Grain, Combinable] = {"day": F("day"), "week": MONDAY, "month": TruncMonth("day")}


def many(figures: Figures, codes: Sequence[str], currency: str = "", grain: Grain = "day") -> dict[str, dict[date, Decimal]]:
    """What each day (week from Monday, month) added to indicators that add up, by its first day. Those without a figure are
    absent. Money is counted in one currency. One query."""
    owner = {part: code for code in codes for part in PARTS.get(code, (code,))}
    sums = (
        figures.filter(metric__in=owner, unit__in=["", currency])
        # Only reach is chosen space by space: the other sums need not be told apart.
        .annotate(key=KEYS[grain], of=Case(*[When(metric__in=parts, then=Value(code)) for code, parts in PARTS.items()], default="metric"))
        .annotate(gross=Case(When(metric="impressions", then=True), default=False), where=Case(When(of="reach", then="space_id")))
        .values_list("key", "of", "gross", "where")
        .annotate(Sum("value"))
        .order_by()
    )
    rows = list(sums)
    with_reach = {space for _key, code, gross, space, _value in rows if code == "reach" and not gross}
    found: dict[str, dict[date, Decimal]] = {code: {} for code in codes}
    for key, code, gross, space, value in rows:
        if gross and space in with_reach:
            continue  # reach is the better figure where a network gives both
        found[code][key] = found[code].get(key, Decimal()) + value
    return found


def grain(days: int) -> Grain:
    """Into what a period of so many days is cut."""
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= MOST_WEEKS else "month"


def first_of(day: date, grain: Grain) -> date:
    """The first day of its week or month: under which `many` counts it."""
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


def fold(parts: Sequence[Period], found: dict[date, Decimal], today: date, grain: Grain = "day") -> list[Decimal | None]:
    """The sums of each part, of a period of that grain. Once figures are read, a part that adds nothing is a zero; before
    that, and after today, it is missing."""
    if not found:
        return [None] * len(parts)
    began = min(found)
    known = [began <= part.end and part.start <= today for part in parts]
    return [found.get(first_of(part.start, grain), Decimal()) if so else None for part, so in zip(parts, known, strict=True)]

"""Indicators day by day, for charts; longer periods by week or by month."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from diapason.core import charts
from diapason.insights.metrics import ENGAGEMENT
from diapason.insights.models import DailyFigure
from diapason.insights.periods import Period

# The most points a chart can show without becoming a wall, and its table a scroll.
MOST_DAYS, MOST_WEEKS = 62, 370
PARTS: dict[str, Sequence[str]] = {"engagement": ENGAGEMENT, "reach": ("reach", "impressions")}


def sums(figures: QuerySet[DailyFigure], code: str, currency: str = "") -> dict[date, Decimal]:
    """What each day added to an indicator that adds up. Days without a figure are absent. One query."""
    return many(figures, [code], currency)[code]


def many(figures: QuerySet[DailyFigure], codes: Sequence[str], currency: str = "") -> dict[str, dict[date, Decimal]]:
    """The same for several indicators, still in one query. Money is counted in one currency."""
    wanted = {part for code in codes for part in PARTS.get(code, (code,))}
    rows = list(figures.filter(metric__in=wanted, unit__in=["", currency]).values_list("day", "space", "metric").annotate(Sum("value")))
    with_reach = {space for _day, space, metric, _value in rows if metric == "reach"}
    found: dict[str, dict[date, Decimal]] = {code: {} for code in codes}
    owner = {part: code for code in codes for part in PARTS.get(code, (code,))}
    for day, space, metric, value in rows:
        if metric == "impressions" and space in with_reach:
            continue  # reach is the better figure where a network gives both
        sums_of = found[owner[metric]]
        sums_of[day] = sums_of.get(day, Decimal()) + value
    return found


def buckets(period: Period) -> list[Period]:
    """The period cut into days, weeks (from Monday) or months."""
    found, start = [], period.start
    while start <= period.end:
        end = min(end_of_bucket(start, period.days), period.end)
        found.append(Period(start, end))
        start = end + timedelta(days=1)
    return found


def end_of_bucket(start: date, days: int) -> date:
    if days <= MOST_DAYS:
        return start
    if days <= MOST_WEEKS:
        return start + timedelta(days=6 - start.weekday())
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def heads(parts: Sequence[Period], days: int) -> list[str]:
    return [charts.short_day(part.start) if days <= MOST_WEEKS else charts.short_month(part.start) for part in parts]


def first_head(days: int) -> str:
    if days <= MOST_DAYS:
        return _("Day")
    return _("Week of") if days <= MOST_WEEKS else _("Month")


def fold(parts: Sequence[Period], found: dict[date, Decimal], today: date) -> list[Decimal | None]:
    """The sums of each part. Once figures are read, a day that adds nothing is a zero; before that, and after today, it is
    missing."""
    if not found:
        return [None] * len(parts)
    began = min(found)
    folded: list[Decimal | None] = []
    for part in parts:
        known = began <= part.end and part.start <= today
        folded.append(sum((value for day, value in found.items() if part.start <= day <= part.end), Decimal()) if known else None)
    return folded

"""Indicators day by day, for charts; longer periods by week or by month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Case, DateField, F, Func, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth

from diapason.insights.metrics import ENGAGEMENT
from diapason.insights.models import DailyFigure, SpaceDay
from diapason.workspaces.cutting import Grain, first_of
from diapason.workspaces.periods import Period

PARTS: dict[str, Sequence[str]] = {"engagement": ENGAGEMENT, "reach": ("reach", "impressions")}
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


def fold(parts: Sequence[Period], found: dict[date, Decimal], today: date, grain: Grain = "day") -> list[Decimal | None]:
    """The sums of each part, of a period of that grain. Once figures are read, a part that adds nothing is a zero; before
    that, and after today, it is missing."""
    if not found:
        return [None] * len(parts)
    began = min(found)
    known = [began <= part.end and part.start <= today for part in parts]
    return [found.get(first_of(part.start, grain), Decimal()) if so else None for part, so in zip(parts, known, strict=True)]

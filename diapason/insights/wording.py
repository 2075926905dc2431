"""Indicators as people read them, in the unit of each: 12 480, 4,2 %, 2 h 14, 12 480 €."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.core.numbers import grouped, money, percent
from diapason.insights.kpis import Value
from diapason.insights.progress import Progress

MINUTE, HOUR, DAY = 60, 3600, 86400


def duration(seconds: Decimal | float) -> str:
    """To the minute under a day, to the hour above."""
    whole = round(seconds / MINUTE) * MINUTE
    if whole < HOUR:
        return _("%(minutes)d min") % {"minutes": whole // MINUTE}
    if whole < DAY:
        return _("%(hours)d h %(minutes)02d") % {"hours": whole // HOUR, "minutes": whole % HOUR // MINUTE}
    days = whole // DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def figure(value: Decimal, unit: str, currency: str = "") -> str:
    """A figure of an indicator's unit."""
    if unit == "share":
        return percent(value)
    if unit == "duration":
        return duration(value)
    if unit == "money":
        return money(value, currency)
    return grouped(value)


def say(value: Value) -> str:
    """The indicator's value; « – » where it is missing."""
    return "–" if value.value is None else figure(value.value, value.kpi.unit, value.unit)


def aimed(row: Progress) -> str:
    """The target, in the unit of its indicator."""
    return figure(row.target.value, row.value.kpi.unit, row.value.unit)


def forecast(row: Progress) -> str:
    return figure(row.forecast, row.value.kpi.unit, row.value.unit) if row.forecast is not None else ""


def progress(row: Progress, *, full: bool = False) -> str:
    """How far a target is, in a sentence: « 74 % of 250,000, ahead by 8 points ». In full, with what the pace promises."""
    said = state(row)
    if full and row.forecast is not None and not row.reached:
        said += ". " + _("At this pace: %(end)s on the last day.") % {"end": forecast(row)}
    return said


def state(row: Progress) -> str:
    less, points = row.value.kpi.less, abs(row.points or 0)
    words = {"aim": aimed(row), "share": "–" if row.share is None else percent(row.share), "points": points}
    if row.reached:
        return (_("Under the limit of %(aim)s.") if less else _("%(share)s of %(aim)s: reached.")) % words
    if row.state == "ahead":
        ahead = ngettext("%(share)s of %(aim)s, ahead by %(points)s point", "%(share)s of %(aim)s, ahead by %(points)s points", points)
        return ahead % words
    if row.state == "behind":
        behind = ngettext("%(share)s of %(aim)s, behind by %(points)s point", "%(share)s of %(aim)s, behind by %(points)s points", points)
        return behind % words
    if row.state == "on_time":
        return _("%(share)s of %(aim)s, on time") % words
    return (_("over the limit of %(aim)s") if less else _("target %(aim)s")) % words

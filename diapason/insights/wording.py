"""Figures as people read them, in their own language: 12 480, 4,2 %, 2 h 14, 12 480 €."""

from decimal import Decimal

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from diapason.insights.kpis import Value

MINUTE, HOUR, DAY = 60, 3600, 86400
# Money from here on is shown without cents.
ROUND_MONEY = 1000


def locale() -> str:
    return {"fr": "fr_FR", "en": "en_GB"}.get((get_language() or "en")[:2], "en_GB")


def number(value: Decimal | float) -> str:
    return format_decimal(round(value), format="#,##0", locale=locale())


def decimal(value: Decimal) -> str:
    """With one decimal at most: 3,2."""
    return format_decimal(round(value, 1), format="#,##0.#", locale=locale())


def percent(share: Decimal) -> str:
    """One decimal under ten per cent, none above."""
    pattern = "#,##0.#\u202f%" if locale() == "fr_FR" else "#,##0.#%"
    rounded = round(share, 3 if abs(share) < Decimal("0.1") else 2)
    return format_percent(rounded, format=pattern, locale=locale())


def duration(seconds: Decimal | float) -> str:
    """To the minute under a day, to the hour above."""
    whole = round(seconds / MINUTE) * MINUTE
    if whole < HOUR:
        return _("%(minutes)d min") % {"minutes": whole // MINUTE}
    if whole < DAY:
        return _("%(hours)d h %(minutes)02d") % {"hours": whole // HOUR, "minutes": whole % HOUR // MINUTE}
    days = whole // DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def money(amount: Decimal, currency: str) -> str:
    if not currency:
        return number(amount)
    pattern = "#,##0\u00a0¤" if locale() == "fr_FR" else "¤#,##0"
    if abs(amount) >= ROUND_MONEY or amount == round(amount):
        return format_currency(amount, currency, format=pattern, locale=locale(), currency_digits=False)
    return format_currency(amount, currency, locale=locale())


def figure(value: Decimal, unit: str, currency: str = "") -> str:
    """A figure of an indicator's unit."""
    if unit == "share":
        return percent(value)
    if unit == "duration":
        return duration(value)
    if unit == "money":
        return money(value, currency)
    return number(value)


def say(value: Value) -> str:
    """The indicator's value; « – » where it is missing."""
    return "–" if value.value is None else figure(value.value, value.kpi.unit, value.unit)

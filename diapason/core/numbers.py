"""Numbers as people read them, in their language: 12 480, 4,2 %, 12 480 €; and as addresses write them.

What was written once is remembered.
"""

import functools
from decimal import Decimal

from babel import numbers
from django.utils.translation import get_language

Number = Decimal | float | int

_decimal = functools.lru_cache(maxsize=20_000)(numbers.format_decimal)
_percent = functools.lru_cache(maxsize=2_000)(numbers.format_percent)
_currency = functools.lru_cache(maxsize=2_000)(numbers.format_currency)
# Money from here on is shown without cents.
ROUND_MONEY = 1000
DIGITS = 19  # of the largest number that the database holds


def whole(text: str) -> int | None:
    """The number that these digits write, if the database has room for it. For addresses, forms and headers, where anything may stand."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        return None
    number = int(text)
    return number if number < 2**63 else None


def locale() -> str:
    return {"fr": "fr_FR", "en": "en_GB"}.get((get_language() or "en")[:2], "en_GB")


def grouped(value: Number, digits: int = 0) -> str:
    """12 480, or 3,20 with two digits."""
    decimals = "." + "0" * digits if digits else ""
    return _decimal(round(value, digits or None), format=f"#,##0{decimals}", locale=locale())


def decimal(value: Decimal) -> str:
    """With one decimal at most: 3,2."""
    return _decimal(round(value, 1), format="#,##0.#", locale=locale())


def percent(share: Decimal) -> str:
    """One decimal under ten per cent, none above."""
    pattern = "#,##0.#\u202f%" if locale() == "fr_FR" else "#,##0.#%"
    return _percent(round(share, 3 if abs(share) < Decimal("0.1") else 2), format=pattern, locale=locale())


def money(amount: Decimal, currency: str) -> str:
    if not currency:
        return grouped(amount)
    pattern = "#,##0\u00a0¤" if locale() == "fr_FR" else "¤#,##0"
    if abs(amount) >= ROUND_MONEY or amount == round(amount):
        return _currency(amount, currency, format=pattern, locale=locale(), currency_digits=False)
    return _currency(amount, currency, locale=locale())

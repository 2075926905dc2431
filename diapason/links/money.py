"""Money as whole numbers of the smallest unit, never as floats."""

from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.numbers import get_currency_precision

CURRENCIES = frozenset(Locale("en").currencies)
LARGEST = Decimal(100_000_000)


class BadAmount(ValueError):
    """An amount that is not one; `code` says why: `not_a_number`, `negative`, `too_large`, `too_precise`, `currency`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def minor(amount: str, currency: str) -> int:
    """`"49.90"`, `"EUR"` → 4990. Takes a point or a comma for decimals, nothing for thousands. Raises BadAmount."""
    if currency not in CURRENCIES:
        raise BadAmount("currency")
    try:
        value = Decimal(amount.strip().replace(",", "."))
    except InvalidOperation:
        raise BadAmount("not_a_number") from None
    if not value.is_finite():
        raise BadAmount("not_a_number")
    if value < 0:
        raise BadAmount("negative")
    if value > LARGEST:
        raise BadAmount("too_large")
    scaled = value.scaleb(get_currency_precision(currency))
    if scaled != scaled.to_integral_value():
        raise BadAmount("too_precise")
    return int(scaled)


def major(amount: int, currency: str) -> Decimal:
    """4990, `"EUR"` → `Decimal("49.90")`."""
    return Decimal(amount).scaleb(-get_currency_precision(currency))

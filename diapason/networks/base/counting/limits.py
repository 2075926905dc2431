"""Limits of a text: a unit, a maximum, and where that was read. Several may hold at once."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import date

from .units import Unit, measure


@dataclass(frozen=True, slots=True)
class TextLimit:
    """A maximum in a unit, with the page or answer where it was read and the day it was.

    ``url_length``: what a link counts, for the units that count links apart; ``None`` is the rule's own.
    """

    unit: Unit
    maximum: int
    _: KW_ONLY
    url_length: int | None = None
    source: str
    checked_on: date

    def measure(self, text: str) -> int:
        """Length of the text in this limit's unit."""
        return measure(text, self.unit, url_length=self.url_length)

    def left(self, text: str) -> int:
        """Room left, in this limit's unit; negative when the text is too long."""
        return self.maximum - self.measure(text)

    def fits(self, text: str) -> bool:
        """Whether the text keeps to the maximum."""
        return self.left(text) >= 0


class Limits(tuple[TextLimit, ...]):
    """Every limit that holds for one text; none means any length."""

    __slots__ = ()

    def __new__(cls, limits: Iterable[TextLimit] = ()) -> "Limits":
        return super().__new__(cls, limits)

    def tightest(self, text: str) -> TextLimit | None:
        """The limit with the least room left, in proportion to its maximum; ``None`` without limits."""
        return min(self, key=lambda limit: limit.left(text) / max(limit.maximum, 1), default=None)

    def fits(self, text: str) -> bool:
        """Whether the text keeps to all of them."""
        return all(limit.fits(text) for limit in self)

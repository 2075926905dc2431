"""A chart as data: what is drawn is also read in its table (`c-chart`), with its definition and its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise

Number = Decimal | float | int | None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars; None is missing and leaves a gap. `muted`: for comparison only."""

    name: str
    values: Sequence[Number]
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is `line` (over time), `columns` (over time, few points) or `bars` (names). `heads` name the points."""

    title: str
    heads: Sequence[str]
    series: Sequence[Series]
    kind: str = "line"
    first: str = ""
    definition: Promise | str = ""
    source: Promise | str = ""
    unit: str = ""
    digits: int = 0

    @property
    def rows(self) -> list[tuple[str, list[Number]]]:
        return [(head, [each.values[index] for each in self.series]) for index, head in enumerate(self.heads)]

    @property
    def form(self) -> str:
        """How `floatformat` writes its figures."""
        return f"{self.digits}g"

    @property
    def empty(self) -> bool:
        return all(value is None for each in self.series for value in each.values)


def days(all_days: Sequence[date]) -> list[str]:
    """Heads for days: « 3 Nov. »."""
    return [date_format(day, "j M") for day in all_days]

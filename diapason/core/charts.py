"""A chart as data: what is drawn is also read in its table (`c-chart`), with its definition and its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language

from diapason.core.numbers import Number


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars; None is missing and leaves a gap. `muted`: for comparison only."""

    name: str
    values: Sequence[Number | None]
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at the point `index`: said beside the chart, and shown on it by a number."""

    index: int
    label: str
    url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is `line` (over time), `columns` (over time, few points) or `bars` (names). `heads` name the points; `links`, one for each
    of them, lead to what is behind; `marks` say what happened there."""

    title: str
    heads: Sequence[str]
    series: Sequence[Series]
    kind: str = "line"
    first: str = ""
    definition: Promise | str = ""
    source: Promise | str = ""
    unit: str = ""
    digits: int = 0
    links: Sequence[str] = ()
    marks: Sequence[Mark] = ()

    @property
    def empty(self) -> bool:
        return all(value is None for each in self.series for value in each.values)


def short_day(day: date) -> str:
    """« 3 Nov » in English, « 3 nov » and « 1er déc » in French."""
    if not (get_language() or "").startswith("fr"):
        return date_format(day, "j M")
    return f"{'1er' if day.day == 1 else day.day} {date_format(day, 'M').lower()}"


def long_day(day: date) -> str:
    """« 3 November » in English, « 3 novembre » and « 1er décembre » in French."""
    said = date_format(day, "j F")
    return f"1er{said[1:]}" if day.day == 1 and (get_language() or "").startswith("fr") else said


def short_month(day: date) -> str:
    said = date_format(day, "M Y")
    return said.lower() if (get_language() or "").startswith("fr") else said


def days(all_days: Sequence[date]) -> list[str]:
    return [short_day(day) for day in all_days]

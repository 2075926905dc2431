"""One moment of one year in one market."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .catalogue import Kind, Market


@dataclass(frozen=True, slots=True)
class Moment:
    """``start`` and ``end`` are days of the market, both included.

    ``names[lang]`` and ``advice[lang]["before" | "during" | "after"]``, with ``lang`` ``fr`` or ``en``.
    ``approximate``: the day is announced or observed, not set by a rule; ask before you build on it.
    ``source``: where the rule comes from.
    """

    key: str
    market: Market
    kind: Kind
    start: date
    end: date
    names: Mapping[str, str]
    advice: Mapping[str, Mapping[str, str]]
    approximate: bool
    source: str

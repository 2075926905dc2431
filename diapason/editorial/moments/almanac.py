"""The moments of a year, or of any span of days."""

from datetime import date
from functools import lru_cache

from .catalogue import Entry, Market, entries
from .moment import Moment
from .rules import periods

FIRST_YEAR, LAST_YEAR = 1990, 2100


def moments(year: int, market: Market | str) -> list[Moment]:
    """Moments that begin in the year, by first day. ``ValueError`` outside 1990-2100 or for an unknown market."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Moments are computed from {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
    return list(_of(year, Market(market)))


def moments_between(start: date, end: date, market: Market | str) -> list[Moment]:
    """Moments with a day between two days, both included; years that are not computed have none."""
    years = range(max(start.year - 1, FIRST_YEAR), min(end.year, LAST_YEAR) + 1)
    place = Market(market)
    return [one for year in years for one in _of(year, place) if one.start <= end and start <= one.end]


@lru_cache(maxsize=64)
def _of(year: int, market: Market) -> tuple[Moment, ...]:
    found = [one for entry in entries() if year >= entry.since for one in _occurrences(entry, year, market)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.key)))


def _occurrences(entry: Entry, year: int, market: Market) -> list[Moment]:
    if market not in entry.rules:
        return []
    return [
        Moment(
            key=entry.key,
            market=market,
            kind=entry.kind,
            start=start,
            end=end,
            names=entry.names,
            advice=entry.advice,
            approximate=year < entry.exact_from,
            source=entry.source,
        )
        for start, end in periods(entry.rules[market], year, market)
    ]

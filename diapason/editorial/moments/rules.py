"""When a moment falls: a few kinds of rule, and the few moments that have one of their own.

A rule is written in ``content/*.toml`` as words: its kind, its arguments, then ``+n`` (so many days later) and ``xn``
(lasting so many days). For instance ``nth 11 thursday 4 +1`` is the day after the fourth Thursday of November.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from .catalogue import Market
from .feasts import easter, islamic_in, whit_sunday

Period = tuple[date, date]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SUBDIVISIONS = {Market.FR: ("FR", None), Market.QC: ("CA", "QC")}


def periods(rule: str, year: int, market: Market) -> list[Period]:
    """(first day, last day) of each occurrence that begins in the year: one, rarely none or two."""
    kind, _, rest = rule.partition(" ")
    if kind == "holiday":
        return [(day, day) for day in _holidays(market, year).get(rest, ())]
    words = rest.split()
    later = sum(int(word) for word in words if word.startswith("+"))
    days = next((int(word[1:]) for word in words if word.startswith("x")), 1)
    plain = [word for word in words if word[0] not in "+x"]
    starts = [start + timedelta(days=later) for start in _KINDS[kind](year, plain)]
    return [(start, start + timedelta(days=days - 1)) for start in starts]


@cache
def _holidays(market: Market, year: int) -> dict[str, list[date]]:
    """Public holidays by their English name, on their own day and not on the day they are moved to."""
    from holidays import country_holidays  # 0.7 s, the first time

    country, subdivision = SUBDIVISIONS[market]
    found: dict[str, list[date]] = {}
    for day, names in country_holidays(country, subdivision, years=year, observed=False, language="en_US").items():
        for name in names.split("; "):
            found.setdefault(name, []).append(day)
    return found


def nth(year: int, month: int, weekday: str, number: int) -> date:
    """The nth such weekday of the month; -1 is the last, -2 the one before."""
    wanted = WEEKDAYS.index(weekday)
    if number > 0:
        return on_or_after(date(year, month, 1), wanted) + timedelta(weeks=number - 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return on_or_after(following, wanted) + timedelta(weeks=number)


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) from the day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def winter_sales(year: int) -> date:
    """Second Wednesday of January, or the first when the second is after the 12th."""
    second = nth(year, 1, "wednesday", 2)
    return second if second.day <= 12 else second - timedelta(weeks=1)


def summer_sales(year: int) -> date:
    """Last Wednesday of June, or the one before when the last is after the 28th."""
    last = nth(year, 6, "wednesday", -1)
    return last if last.day <= 28 else last - timedelta(weeks=1)


def mothers_day_in_france(year: int) -> date:
    """Last Sunday of May, or the first of June when the last of May is Pentecost."""
    last = nth(year, 5, "sunday", -1)
    return last if last != whit_sunday(year) else nth(year, 6, "sunday", 1)


def back_to_school_in_france(year: int) -> date:
    """First day from Monday to Thursday of September."""
    first = date(year, 9, 1)
    return first if first.weekday() <= 3 else on_or_after(first, 0)


def white_night_in_paris(year: int) -> date:
    """First Saturday of June since 2023, of October before."""
    return nth(year, 6 if year >= 2023 else 10, "saturday", 1)


def _day(year: int, words: Sequence[str]) -> list[date]:
    month, day = map(int, words)
    return [date(year, month, day)]


def _nth(year: int, words: Sequence[str]) -> list[date]:
    month, weekday, number = words
    return [nth(year, int(month), weekday, int(number))]


def _from(year: int, words: Sequence[str]) -> list[date]:
    month, day, weekday = words
    return [on_or_after(date(year, int(month), int(day)), WEEKDAYS.index(weekday))]


def _easter(year: int, words: Sequence[str]) -> list[date]:
    return [easter(year) + timedelta(days=int(words[0]))]


def _islamic(year: int, words: Sequence[str]) -> list[date]:
    month, day = map(int, words)
    return islamic_in(year, month, day)


def _own(rule: Callable[[int], date]) -> Callable[[int, Sequence[str]], list[date]]:
    return lambda year, _words: [rule(year)]


_KINDS: dict[str, Callable[[int, Sequence[str]], list[date]]] = {
    "day": _day,  # month, day
    "nth": _nth,  # month, weekday, number
    "from": _from,  # month, day, weekday: the first such weekday from that day on
    "easter": _easter,  # days after Easter
    "islamic": _islamic,  # month, day
    "winter_sales": _own(winter_sales),
    "summer_sales": _own(summer_sales),
    "mothers_day_in_france": _own(mothers_day_in_france),
    "back_to_school_in_france": _own(back_to_school_in_france),
    "white_night_in_paris": _own(white_night_in_paris),
}

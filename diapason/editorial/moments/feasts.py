"""Feasts that follow the moon."""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, *Astronomical Algorithms*, chapter 8)."""
    century, within = divmod(year, 100)
    leap, rest = divmod(century, 4)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * rest + 2 * (within // 4) - epact - within % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def islamic(hijri_year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30).

    The day observed follows the moon or an announcement and may differ by one or two days.
    """
    julian = (11 * hijri_year + 3) // 30 + 354 * hijri_year + 30 * month - (month - 1) // 2 + day + 1948440 - 385
    return date.fromordinal(julian - 1721425)


def islamic_in(year: int, month: int, day: int) -> list[date]:
    """Every such day in a Gregorian year: one, at times two, at times none."""
    near = (year - 622) * 33 // 32
    found = (islamic(hijri_year, month, day) for hijri_year in range(near - 1, near + 4))
    return [one for one in found if one.year == year]


def whit_sunday(year: int) -> date:
    """Pentecost: the seventh Sunday after Easter."""
    return easter(year) + timedelta(days=49)

"""Dates as people write them in calendars, in French and in English."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diapason.editorial import local_time
from diapason.editorial.exchange.columns import plain
from diapason.editorial.exchange.tables import Cell

USUAL = time(9)  # of a publication that has no hour
END_OF_DAY = time(18)  # of a deadline that has none
SERIAL = (20_000, 80_000)  # Excel's days since 1899-12-30: the years 1954 to 2119
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall calendar
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr", "mai may",
            "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept september sep", "octobre oct october",
            "novembre nov november", "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
NUMERIC = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})")
WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (?:(\d{1,2})(?:st|nd|rd|th)? )?(\d{4})\b")
CLOCK = re.compile(r"(\d{1,2}) ?(?:[:h]|heures?) ?(\d{2})?(?::\d{2})?(?: ?([ap])\.?m\.?)?|(\d{1,2}) ?([ap])\.?m\b", re.IGNORECASE)
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")


def read(value: Cell, zone: ZoneInfo, usual: time = USUAL) -> datetime | None:
    """The moment, in UTC, of a cell; None for an empty one. Raises ValidationError, with a sentence, for what is not a date."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and OFFSET.fullmatch(value.strip()):
        return local_time.read(value, zone)
    local = wall(value, usual)
    if local is None:
        raise ValidationError(_("“%(value)s” is not a date. Write it as 23/11/2026 14:30.") % {"value": str(value)[:60]})
    return local_time.read(local.strftime("%Y-%m-%dT%H:%M") if local.year >= 1000 else "0001-01-01T00:00", zone)


def wall(value: Cell, usual: time) -> datetime | None:
    """What the clock and the calendar on the wall show; None for what is not a date."""
    if isinstance(value, datetime):
        rounded = (value.replace(tzinfo=None) + timedelta(seconds=30)).replace(second=0, microsecond=0)
        return rounded if rounded.time() != time() else datetime.combine(rounded, usual)
    if isinstance(value, date):
        return datetime.combine(value, usual)
    if isinstance(value, bool | time):
        return None
    if isinstance(value, int | float):
        return serial(float(value), usual)
    return written(str(value).strip(), usual)


def serial(number: float, usual: time) -> datetime | None:
    if not SERIAL[0] <= number <= SERIAL[1]:
        return None
    minutes = round((number % 1) * 1440)
    found = EPOCH + timedelta(days=int(number), minutes=minutes)
    return found if minutes else datetime.combine(found, usual)


def written(text: str, usual: time) -> datetime | None:
    try:
        return serial(float(text.replace(",", ".")), usual)
    except ValueError:
        pass
    found = numeric(text) or in_words(text)
    if found is None:
        return None
    day, rest = found
    hour = clock_of(rest)
    if hour is None and re.search(r"\d", rest):
        return None  # something is written there that is not an hour: better refused than guessed
    return datetime.combine(day, hour or usual)


def numeric(text: str) -> tuple[date, str] | None:
    """Day first, unless the year comes first or only the other order can be: 11/23/2026 is in November."""
    match = NUMERIC.search(text)
    if not match:
        return None
    first, second, third = (int(part) for part in match.groups())
    if len(match.group(1)) == 4:
        day = safe(first, second, third)
    else:
        year = third + 2000 if third < 100 else third
        day = safe(year, second, first) or safe(year, first, second)
    return (day, text[: match.start()] + " " + text[match.end() :].lstrip("T")) if day else None


def in_words(text: str) -> tuple[date, str] | None:
    """« lundi 23 nov. 2026 à 14 h 30 », “November 23, 2026 2:30 pm”."""
    bare = re.sub(r"(?<=\d) (?=\d)", "_", plain(text.replace(":", "h")))
    bare = bare.replace("_", " ")
    for match in WORDS.finditer(bare):
        month, number = MONTHS.get(match.group(2)), match.group(1) or match.group(3)
        day = safe(int(match.group(4)), month, int(number)) if month and number else None
        if day:
            return day, bare[match.end() :]
    return None


def safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_of(text: str) -> time | None:
    match = CLOCK.search(text)
    if not match:
        return None
    hour, minute = int(match.group(1) or match.group(4)), int(match.group(2) or 0)
    half = (match.group(3) or match.group(5) or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None

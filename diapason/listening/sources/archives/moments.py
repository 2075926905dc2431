"""Dates as exports write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from diapason.editorial.exchange import dates

NUMERIC = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(.*)", re.DOTALL)
CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s?[:h]\s?(\d{2})(?:\s?[:m]\s?(\d{2}))?(?:[.,]\d+)?|(?=\s?(?:h|heures?|[ap]\.?m)\b))"
    r"(?:\s?h(?:eures?)?\b|\s?([ap])\.?(?:m\b\.?)?)?",
    re.IGNORECASE,
)
ZONE = re.compile(r"\s?(Z|UTC|GMT)?\s?(?:([+-])(\d{1,2}):?(\d{2})?)?(?![\w:])")
NUMBER = re.compile(r"\d{5,16}(?:[.,]\d+)?")
MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{2,4} \d{1,2}:\d{2}")
BIRD = "%a %b %d %H:%M:%S %z %Y"  # Sat Nov 21 10:00:00 +0000 2026
SECONDS, MILLISECONDS = (10**8, 10**11), (10**11, 10**14)


def read(cell: object, zone: tzinfo, *, day_first: bool) -> datetime | None:
    """The moment, in UTC; None for what is not a date. What says no zone is in `zone`; what says no hour is at midnight."""
    try:
        found = understood(cell, day_first)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def understood(cell: object, day_first: bool) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return counted(float(cell))
    text = str(cell or "").strip()[:100]
    if NUMBER.fullmatch(text):
        return counted(float(text.replace(",", ".")))
    return iso(text) or numeric(text, day_first) or by_mail(text) or in_words(text)


def counted(number: float) -> datetime | None:
    """Seconds or milliseconds since 1970, or the days of a spreadsheet."""
    if SECONDS[0] <= number < SECONDS[1]:
        return datetime.fromtimestamp(number, UTC)
    if MILLISECONDS[0] <= number < MILLISECONDS[1]:
        return datetime.fromtimestamp(number / 1000, UTC)
    if dates.SERIAL[0] <= number <= dates.SERIAL[1]:
        return dates.EPOCH + timedelta(seconds=round(number * 86400))
    return None


def iso(text: str) -> datetime | None:
    if len(text) < 10 or not text[:4].isdigit():
        return None
    try:
        return datetime.fromisoformat(re.sub(r" ?(?:UTC|GMT|Z)$", "+00:00", text))
    except ValueError:
        return None


def numeric(text: str, day_first: bool) -> datetime | None:
    """In the order that the file is in, unless only the other can be."""
    match = NUMERIC.match(text)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[2]), int(match[3])
    if len(match[1]) == 4:
        day = dates.safe(first, second, third)
    else:
        year = third + (2000 if third < 70 else 1900) if third < 100 else third
        orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
        day = next((found for month, number in orders if (found := dates.safe(year, month, number))), None)
    return datetime.combine(day, clock(match[4])) if day else None


def clock(text: str) -> time:
    """With its zone where it says one by numbers. Raises ValueError for what is not an hour; midnight for none."""
    match = CLOCK.search(text)
    if match is None:
        return time()
    hour, half = int(match[1]), (match[4] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match[2] or 0), int(match[3] or 0), tzinfo=zone_of(text[match.end() :]))


def zone_of(rest: str) -> tzinfo | None:
    """`Z`, `UTC`, `+0200`, `GMT-5`; None for a name: several zones share one."""
    match = ZONE.match(rest)
    if match is None or not (match[1] or match[2]):
        return None
    ahead = timedelta(hours=int(match[3] or 0), minutes=int(match[4] or 0))
    return timezone(-ahead if match[2] == "-" else ahead)


def by_mail(text: str) -> datetime | None:
    """As e-mails, feeds and the oldest exports of networks write it."""
    try:
        return datetime.strptime(text, BIRD)  # noqa: DTZ007 - the format holds %z
    except ValueError:
        pass
    if not MAIL.match(text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if text.endswith("-0000") else found


def in_words(text: str) -> datetime | None:
    found = dates.in_words(text)
    return datetime.combine(found[0], clock(text)) if found else None


def is_day_first(cells: Iterable[object], *, usual: bool) -> bool:
    """The order of a file, told by the dates that can only be read one way; `usual` where none tells."""
    for cell in cells:
        match = NUMERIC.match(str(cell or "").strip())
        if match and len(match[1]) <= 2:
            if int(match[1]) > 12:
                return True
            if int(match[2]) > 12:
                return False
    return usual

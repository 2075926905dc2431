"""Between a moment and what a clock on the brand's wall shows, on the two days of the year when that is not simple."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _


def read(text: str, zone: ZoneInfo, *, second: bool = False) -> datetime | None:
    """The moment, in UTC, that `2026-03-29T14:30` means in that zone; None for no text.

    `second`: the later of the two when the clock shows that time twice. Raises ValidationError for a time that does not
    exist or that the clock skips.
    """
    text = text.strip()
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("This date cannot be read. Write a day and a time, such as 2026-03-29 14:30.")) from None
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone, fold=int(second))
        refuse_skipped(local, zone)
    if not 2000 <= local.year <= 2100:
        raise ValidationError(_("This date is too far away. Choose a year between 2000 and 2100."))
    return local.astimezone(UTC)


def refuse_skipped(local: datetime, zone: ZoneInfo) -> None:
    shown = local.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("Clocks go forward that night: %(asked)s does not exist. Choose %(instead)s or later.")
            % {"asked": formats.time_format(local), "instead": formats.time_format(first_after(local, zone))}
        )


def first_after(local: datetime, zone: ZoneInfo) -> datetime:
    """The first minute that exists after the hole in which `local` falls."""
    around = local.replace(tzinfo=UTC)
    low, high = around - timedelta(days=1), around + timedelta(days=1)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
    return (high + timedelta(seconds=30)).replace(second=0, microsecond=0).astimezone(zone)


def write(moment: datetime | None, zone: ZoneInfo) -> str:
    """What a form shows: `2026-03-29T14:30`, on the brand's clock."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment else ""


def is_second(moment: datetime | None, zone: ZoneInfo) -> bool:
    """Whether it is the later of two moments that the clock shows alike."""
    return bool(moment and moment.astimezone(zone).fold)


def is_twice(moment: datetime | None, zone: ZoneInfo) -> bool:
    """Whether the clock shows that time twice that night."""
    if not moment:
        return False
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()

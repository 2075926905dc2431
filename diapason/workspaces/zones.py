"""Time zones as a person chooses them."""

import functools
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Where most of our brands are; the rest follows by name.
LIKELY = (
    "Europe/Paris",
    "America/Toronto",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Luxembourg",
    "Europe/London",
    "America/Guadeloupe",
    "Indian/Reunion",
)
OF_MARKET = {"fr": "Europe/Paris", "qc": "America/Toronto"}
AREAS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


@functools.cache
def names() -> tuple[str, ...]:
    """Every place of the machine's time zone database, without its aliases such as `EST5EDT`."""
    return (*sorted(name for name in available_timezones() if name.split("/")[0] in AREAS), "UTC")


def label(name: str) -> str:
    """`America/Port_of_Spain` as « Port of Spain (America) »."""
    area, _slash, place = name.partition("/")
    return f"{place.replace('_', ' ').replace('/', ', ')} ({area})" if place else name


def choices(empty: str = "") -> list[tuple[str, object]]:
    """For a select: the likely ones, then all; `empty` is the label of no choice."""
    groups: list[tuple[str, object]] = [
        (_("Often chosen"), [(name, label(name)) for name in LIKELY]),
        (_("All"), [(name, label(name)) for name in names() if name not in LIKELY]),
    ]
    return [("", empty), *groups] if empty else groups


def check(name: str) -> None:
    if name and name not in names():
        raise ValidationError(_("This time zone is not known here."))

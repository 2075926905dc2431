"""Time zones as a person chooses them."""

import functools
import unicodedata
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diapason.core import numbers

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


def label(name: str, locale: str) -> str:
    """`America/Port_of_Spain` as « Port-d’Espagne (Trinité-et-Tobago) ». What is no more than another name of a zone keeps its own."""
    area, _slash, written = name.partition("/")
    if not written:
        return name
    known = get_global("zone_aliases").get(name)
    place = written.replace("_", " ") if known else get_timezone_location(name, locale=locale, return_city=True)
    territory = get_global("zone_territories").get(known or name, "")
    return f"{place.replace('/', ', ')} ({Locale.parse(locale).territories.get(territory, area)})"


@functools.cache
def labelled(locale: str) -> dict[str, str]:
    """Every zone and how it is called, in the order in which this language would look for it."""
    called = {name: label(name, locale) for name in names()}
    return dict(sorted(called.items(), key=lambda each: (without_accents(each[1]), each[0])))


def without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))


def choices(empty: str = "") -> list[tuple[str, object]]:
    """For a select: the likely ones, then all; `empty` is the label of no choice."""
    called = labelled(numbers.locale())
    groups: list[tuple[str, object]] = [
        (_("Often chosen"), [(name, called[name]) for name in LIKELY]),
        (_("All"), [(name, label) for name, label in called.items() if name not in LIKELY]),
    ]
    return [("", empty), *groups] if empty else groups


def check(name: str) -> None:
    if name and name not in names():
        raise ValidationError(_("This time zone is not known here."))

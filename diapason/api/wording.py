"""The words of errors, in both languages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[int, Promise] = {
    400: _("The request cannot be read"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("In conflict with what is there"),
    422: _("Refused"),
    429: _("Too many requests"),
    500: _("Our mistake"),
}
# By the beginning of the kind that pydantic gives; the first that fits is said.
OF_KINDS: tuple[tuple[str, Promise], ...] = (
    ("missing", _("This is required.")),
    ("string_too_long", _("This is too long: %(max_length)s characters at most.")),
    ("string_too_short", _("This must not be empty.")),
    ("enum", _("Choose one of: %(expected)s.")),
    ("extra_forbidden", _("There is no such field.")),
    ("date", _("Write a date as 2026-03-29, a moment as 2026-03-29T14:30:00+02:00.")),
    ("timezone", _("Write a date as 2026-03-29, a moment as 2026-03-29T14:30:00+02:00.")),
    ("int", _("Write a whole number.")),
    ("bool", _("Write true or false.")),
    ("greater", _("This number is out of bounds.")),
    ("less", _("This number is out of bounds.")),
    ("string", _("Write a text.")),
)

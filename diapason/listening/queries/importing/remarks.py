"""What a translation has to say about parts of a query."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Kind(StrEnum):
    LEFT_OUT = "left-out"  # nothing in our language says it
    CHANGED = "changed"  # something near it was written instead
    NOTE = "note"  # nothing is lost, and it is worth knowing


@dataclass(frozen=True, slots=True)
class Remark:
    """About the text from `position` to `end`."""

    kind: Kind
    position: int
    end: int
    message: str


def left_out(position: int, end: int, message: str = "") -> Remark:
    return Remark(Kind.LEFT_OUT, position, end, message or _("There is nothing like it here: it was left out."))


def changed(position: int, end: int, message: str) -> Remark:
    return Remark(Kind.CHANGED, position, end, message)


def note(position: int, end: int, message: str) -> Remark:
    return Remark(Kind.NOTE, position, end, message)

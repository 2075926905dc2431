"""The units in which networks count, and one function that counts in any of them."""

from collections.abc import Callable
from enum import StrEnum
from types import MappingProxyType

from . import code_points, emoji_bytes, fediverse, graphemes, utf8_bytes, utf16_units, weighted


class Unit(StrEnum):
    """How a limit counts. The value is what vectors, stored limits and the browser call it."""

    GRAPHEMES = "graphemes"
    UTF8_BYTES = "utf8_bytes"
    UTF16_UNITS = "utf16_units"
    CODE_POINTS = "code_points"
    EMOJI_BYTES = "emoji_bytes"
    WEIGHTED = "weighted"
    FEDIVERSE = "fediverse"


_PLAIN: MappingProxyType[Unit, Callable[[str], int]] = MappingProxyType(
    {
        Unit.GRAPHEMES: graphemes.count,
        Unit.UTF8_BYTES: utf8_bytes.count,
        Unit.UTF16_UNITS: utf16_units.count,
        Unit.CODE_POINTS: code_points.count,
        Unit.EMOJI_BYTES: emoji_bytes.count,
    }
)


def measure(text: str, unit: Unit, *, url_length: int | None = None) -> int:
    """Length of the text in the unit; ``url_length`` replaces 23, for the units that count links apart."""
    if unit is Unit.WEIGHTED:
        return weighted.count(text, weighted.URL_LENGTH if url_length is None else url_length)
    if unit is Unit.FEDIVERSE:
        return fediverse.count(text, fediverse.URL_LENGTH if url_length is None else url_length)
    return _PLAIN[unit](text)

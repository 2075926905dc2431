"""A long text cut into the parts of a thread.

Each part is filled as far as the limits allow, then cut at the last end of paragraph if that keeps at least
half of it, else at the last end of sentence or line if that keeps at least a third, else between two words. A
word is cut only when it does not fit in a part of its own, between two graphemes, and never inside a link,
mention or hashtag.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from . import graphemes, urls
from .limits import Limits

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE = re.compile(r"[.!?…]+[\"'»”’)\]\u202f\u00a0]*(?=\s)|[。！？]+[」』）]*|\n")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"(?<!\w)[@#＠＃]\w+(?:[.-]+\w+)*+(?:@\w+(?:[.-]+\w+)*+)?")
_KEPT = ((0, 1 / 2), (1, 1 / 3), (2, 0.0))  # rank of a cut, least share of the part that it must keep


class TooLongToSplit(ValueError):
    """A link, mention, hashtag or grapheme that no part can hold. ``piece`` is its text."""

    def __init__(self, piece: str) -> None:
        super().__init__("A piece of the text that may not be cut is longer than a part")
        self.piece = piece


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Where a text may be cut, in code points: everywhere allowed, and the same by rank."""

    anywhere: list[int]
    ranked: tuple[list[int], ...]  # ends of paragraphs, of sentences and lines, of words


def split(text: str, limits: Limits, *, numbering: str | None = None) -> list[str]:
    """The parts, in order, without the spaces around them; one when the text fits, none when it is blank.

    ``numbering`` is added to each part of a thread after a space, with ``{n}`` and ``{total}`` replaced
    (``"{n}/{total}"``), and its length is taken from the part's. Raises ``TooLongToSplit``.
    """
    text = text.strip()
    if not text or limits.fits(text):
        return [text] if text else []
    cuts = _cuts(text)
    digits, parts = 0, [""] * 2
    while len(str(len(parts))) > digits:
        digits = len(str(len(parts)))
        reserve = _suffix(numbering, 10**digits - 1, 10**digits - 1)
        parts = _parts(text, limits, cuts, reserve)
    return [part + _suffix(numbering, n, len(parts)) for n, part in enumerate(parts, start=1)]


def _suffix(numbering: str | None, n: int, total: int) -> str:
    return "" if not numbering else " " + numbering.replace("{n}", str(n)).replace("{total}", str(total))


def _cuts(text: str) -> _Cuts:
    """All places to cut, always between two graphemes."""
    spans = [(link.start, link.end) for link in urls.find(text, urls.BARE) + urls.find(text, urls.FEDERATED)]
    spans += [match.span() for match in _TAG.finditer(text)]
    anywhere = _outside(graphemes.boundaries(text), sorted(spans))
    allowed = set(anywhere)
    ranked = ([match.end() for match in pattern.finditer(text) if match.end() in allowed] for pattern in (_PARAGRAPH, _SENTENCE, _SPACE))
    return _Cuts(anywhere, tuple(ranked))


def _outside(places: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """The places that fall inside no span; both are in order."""
    kept, at, reach = [], 0, 0
    for place in places:
        while at < len(spans) and spans[at][0] < place:
            reach = max(reach, spans[at][1])
            at += 1
        if place >= reach:
            kept.append(place)
    return kept


def _parts(text: str, limits: Limits, cuts: _Cuts, reserve: str) -> list[str]:
    parts, start, step = [], 0, 64
    while start < len(text):
        first = bisect_right(cuts.anywhere, start)
        last = _furthest(text, start, first, step, limits, cuts, reserve)
        end = _best(text, start, cuts.anywhere[last], limits, cuts, reserve)
        if part := text[start:end].strip():
            parts.append(part)
        step, start = max(last - first, 1), end
    return parts


def _holds(text: str, start: int, end: int, limits: Limits, reserve: str) -> bool:
    part = text[start:end].strip()
    return not part or limits.fits(part + reserve)


def _furthest(text: str, start: int, first: int, step: int, limits: Limits, cuts: _Cuts, reserve: str) -> int:
    """Index of the furthest cut that the part may reach: strides that double, then halves."""
    places = cuts.anywhere
    if not _holds(text, start, places[first], limits, reserve):
        raise TooLongToSplit(text[start : places[first]].strip())
    low, high = first, min(first + step, len(places) - 1)
    while _holds(text, start, places[high], limits, reserve):
        if high == len(places) - 1:
            return high
        low, high, step = high, min(high + step, len(places) - 1), step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _holds(text, start, places[middle], limits, reserve) else (low, middle)
    return low


def _best(text: str, start: int, end: int, limits: Limits, cuts: _Cuts, reserve: str) -> int:
    """The cut to make at or before ``end``, the furthest possible."""
    if end == len(text):
        return end
    for rank, share in _KEPT:
        places = cuts.ranked[rank]
        at = bisect_right(places, end) - 1
        if at < 0 or places[at] <= start or places[at] - start < share * (end - start):
            continue
        if text[start : places[at]].strip() and _holds(text, start, places[at], limits, reserve):
            return places[at]
    return end

"""Where a domain name ends, in one pass over the signs that may form one.

The grammar is that of the reference library of the weighted rule (3.1.0, ``validDomain``): labels parted by
dots, the last of them a known top-level domain. Its expression backtracks without bound (1,000 signs of
``a.a.a.`` take seconds), so the labels are read once from the right instead: time grows with the text,
whatever it holds.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
FORBIDDEN = r"\ufffe\ufeff\uffff"
DIRECTION = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289"
    r"\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
SIGN = rf"[^{PUNCTUATION}{SPACES}{FORBIDDEN}{DIRECTION}]"
LONGEST_LABEL = 63  # octets of a label once encoded (RFC 1035, 2.3.4)

_WORD = re.compile(r"[a-zA-Z0-9]+")
_ENCODED = re.compile(r"xn--[-0-9a-z]+", re.IGNORECASE | re.ASCII)
_LATIN_TAIL = re.compile(rf"[-a-zA-Z0-9{LATIN}]+\Z")
_LATIN_WHOLE = re.compile(rf"[-a-zA-Z0-9{LATIN}]+")
_NOT_AFTER = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@+-")


@cache
def top_level() -> frozenset[str]:
    """Every top-level domain known (1,574), in lower case, from ``tlds.txt``."""
    lines = Path(__file__).with_name("tlds.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@cache
def _foreign_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in top_level() if not name.isascii()}, reverse=True))


def _closed(text: str, end: int) -> bool:
    """Whether a top-level domain may end here: no letter, digit, ``@``, ``+`` or ``-`` follows."""
    return end >= len(text) or text[end] not in _NOT_AFTER


def top_level_end(text: str, start: int, stop: int) -> int:
    """Where the top-level domain that begins at ``start`` ends; 0 when there is none."""
    if word := _WORD.match(text, start, stop):
        if word.group().lower() in top_level() and _closed(text, word.end()):
            return word.end()
        encoded = _ENCODED.match(text, start, stop)
        return encoded.end() if encoded else 0
    for length in _foreign_lengths():
        end = start + length
        if end <= stop and text[start:end].lower() in top_level() and _closed(text, end):
            return end
    return 0


@dataclass(frozen=True, slots=True)
class Label:
    """Bounds of a label, its last underscore (-1: none), the end of a top-level domain at its start."""

    start: int
    stop: int
    underscore: int
    top_level_end: int


class Run:
    """A run of signs that may form a domain name, read once, asked often."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text = text
        self.labels = self._labels(start, stop)
        self.best = self._best()
        self.hopeful = any(label.top_level_end for label in self.labels)

    def _labels(self, start: int, stop: int) -> list[Label]:
        labels, at = [], start
        for piece in self.text[start:stop].split("."):
            end = at + len(piece)
            top = top_level_end(self.text, at, end) if at > start and piece else 0
            labels.append(Label(at, end, self.text.rfind("_", at, end), top))
            at = end + 1
        return labels

    def _sound(self, start: int, stop: int) -> bool:
        """A label begins and ends with neither a hyphen nor an underscore."""
        return start < stop and self.text[start] not in "-_" and self.text[stop - 1] not in "-_"

    def _reach(self, index: int, start: int, further: int) -> int:
        """The last name label of the domain that begins at ``start`` in ``labels[index]``; -1: no domain."""
        label = self.labels[index]
        if index + 1 >= len(self.labels) or not self._sound(start, label.stop):
            return -1
        if further >= 0:
            return further
        return index if label.underscore < start and self.labels[index + 1].top_level_end else -1

    def _best(self) -> list[int]:
        best = [-1] * (len(self.labels) + 1)
        for index in range(len(self.labels) - 1, -1, -1):
            best[index] = self._reach(index, self.labels[index].start, best[index + 1])
        return best

    def domain_end(self, start: int) -> int:
        """Where the longest domain that begins at ``start``, inside the run, ends; 0 when there is none."""
        index = bisect_right(self.labels, start, key=lambda label: label.start) - 1
        name = self._reach(index, start, self.best[index + 1])
        return self.labels[name + 1].top_level_end if name >= 0 else 0


def encoded_length(label: str) -> int:
    """Octets of a label in its ASCII form (RFC 3492); over-long ones are not encoded at all."""
    if label.isascii() or len(label) > LONGEST_LABEL:
        return len(label)
    return len(label.encode("punycode", "surrogatepass")) + 4


def is_registrable(domain: str) -> bool:
    """Whether every label holds 1 to 63 octets once encoded; an encoded name holds Latin letters only."""
    if domain.startswith("xn--") and not domain.isascii() and not latin_domains(domain):
        return False
    return all(1 <= encoded_length(label) <= LONGEST_LABEL for label in domain.split("."))


def latin_domains(domain: str) -> list[tuple[int, int]]:
    """The parts of a domain, as (start, end), that are domains in Latin letters: those linked bare."""
    found: list[tuple[int, int]] = []
    stops = [match.start() for match in re.finditer(r"\.|\Z", domain)]
    floor = index = 0
    while index < len(stops) - 1:
        head = max(floor, stops[index - 1] + 1 if index else 0)
        tail = _LATIN_TAIL.search(domain[head : stops[index]])
        if not tail:
            index += 1
            continue
        index, end = _latin_chain(domain, stops, index)
        if end:
            found.append((head + tail.start(), end))
            floor = end
    return found


def _latin_chain(domain: str, stops: list[int], index: int) -> tuple[int, int]:
    """From a first label: where to read on from, and the end of the last top-level domain met (0: none)."""
    end, holder, last = 0, index, index
    for last in range(index + 1, len(stops)):
        start, stop = stops[last - 1] + 1, stops[last]
        if found := top_level_end(domain, start, stop):
            end, holder = found, last
        if not _LATIN_WHOLE.fullmatch(domain, start, stop):
            break
    return (holder, end) if end else (last, 0)

"""Where the links of a text are, in time that grows with its length only.

Two grammars share one reading of domain names: the bare one (``example.com`` is a link; reference library of
the weighted rule, 3.1.0, ``extractUrlsWithIndices``) and the federated one (only ``http://`` and
``https://``, with a wider path, as the servers of federated microblogs override it).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .domains import FORBIDDEN, LATIN, SIGN, Run, is_registrable, latin_domains

LONGEST = 4096  # signs of a link, scheme included (reference, MAX_URL_LENGTH)
LONGEST_SHORT_SLUG = 40  # signs of the slug of a shortened link (reference, MAX_TCO_SLUG_LENGTH)

_RUN = re.compile(rf"(?:{SIGN}|[-_.])++")
_SCHEME = re.compile(r"https?://\Z", re.IGNORECASE)
_BEFORE = rf"[A-Za-z0-9@＠$#＃{FORBIDDEN}]"
_CANDIDATE = re.compile(rf"(?<!{_BEFORE}){SIGN}")
_GLUED = re.compile(_BEFORE)
_PORT = re.compile(r":[0-9]+")
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_SHORT = re.compile(rf"https?://t\.co/([a-z0-9]+)(?:{_QUERY})?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may follow a domain. ``bare``: no scheme needed. ``ends``: the signs that may close a path."""

    bare: bool
    body: re.Pattern[str]
    ends: re.Pattern[str]
    query: re.Pattern[str]


def _body(sign: str) -> re.Pattern[str]:
    """A slash, then signs and balanced parentheses, one level nested."""
    balanced = rf"\((?:{sign}++|{sign}*+\({sign}++\){sign}*+)\)"
    return re.compile(rf"/(?:{sign}++|{balanced})*+", re.IGNORECASE)


_CYRILLIC = r"\u0400-\u04ff"
_BEYOND = r"\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
BARE = Grammar(
    bare=True,
    body=_body(rf"[a-z{_CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN}]"),
    ends=re.compile(rf"[+\-a-z{_CYRILLIC}0-9=_#/{LATIN})]", re.IGNORECASE),
    query=re.compile(_QUERY, re.IGNORECASE | re.ASCII),
)
FEDERATED = Grammar(
    bare=False,
    body=_body(r"[^\s<>()?]"),
    ends=re.compile(r"[^\s(?!*\"'「」<>;:=,.$%\[\]~&|@]"),
    query=re.compile(rf"\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_BEYOND}]*[a-z0-9_&=#/\-{_BEYOND}]", re.IGNORECASE | re.ASCII),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Bounds of a link in the text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Match:
    before: str
    start: int
    domain: int
    domain_end: int
    path_end: int  # equal to the end of the domain or port when there is no path
    end: int
    has_path: bool


def find(text: str, grammar: Grammar) -> list[Span]:
    """Every link of the text, in order, without overlap."""
    if "." not in text:
        return []
    return [span for match in _matches(text, grammar) for span in _spans(text, match, grammar)]


def _matches(text: str, grammar: Grammar) -> Iterator[_Match]:
    """What the official expression would match, from the left, each match beyond the one before."""
    floor = 0
    for place in _RUN.finditer(text):
        if "." not in place.group():
            continue
        run = Run(text, place.start(), place.end())
        for start, domain in _candidates(text, place) if run.hopeful else ():
            if start < floor:
                continue
            if match := _match(text, run, start, domain, grammar):
                yield match
                floor = match.end + 1


def _candidates(text: str, place: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where a link may begin, as (start, start of its domain), in the order of the official expression."""
    first, stop = place.span()
    scheme = _SCHEME.search(text, max(0, first - 8), first)
    if scheme and (scheme.start() == 0 or not _GLUED.match(text, scheme.start() - 1)):
        yield scheme.start(), first
    if first == 0:
        yield from ((1, 1), (0, 0)) if not _GLUED.match(text) else ((0, 0),)
        first = 1
    for candidate in _CANDIDATE.finditer(text, first, stop):
        yield candidate.start(), candidate.start()


def _match(text: str, run: Run, start: int, domain: int, grammar: Grammar) -> _Match | None:
    domain_end = run.domain_end(domain)
    if not domain_end:
        return None
    at = port.end() if (port := _PORT.match(text, domain_end)) else domain_end
    path_end = _path_end(text, at, grammar)
    query = grammar.query.match(text, path_end)
    end = query.end() if query else path_end
    before = text[start - 1] if start else ""
    return _Match(before, start, domain, domain_end, path_end, end, path_end > at)


def _path_end(text: str, at: int, grammar: Grammar) -> int:
    """The path goes as far as it can, then gives back what may not close it; a lone slash is a path."""
    body = grammar.body.match(text, at)
    if not body:
        return at
    end = body.end()
    while end > at + 1 and not grammar.ends.match(text, end - 1):
        end -= 1
    return end


def _spans(text: str, match: _Match, grammar: Grammar) -> Iterator[Span]:
    domain = text[match.domain : match.domain_end]
    scheme = match.domain - match.start or len("https://")
    if scheme + match.end - match.domain > LONGEST or not is_registrable(domain):
        return
    if match.start < match.domain:
        yield from _schemed(text, match, grammar)
    elif grammar.bare and match.before not in tuple("-_./"):
        yield from _bare(domain, match)


def _schemed(text: str, match: _Match, grammar: Grammar) -> Iterator[Span]:
    """A link with its scheme; a shortened one ends with its slug."""
    short = _SHORT.match(text, match.start, match.end) if grammar.bare else None
    if short and len(short.group(1)) > LONGEST_SHORT_SLUG:
        return
    yield Span(match.start, short.end() if short else match.end)


def _bare(domain: str, match: _Match) -> Iterator[Span]:
    """The Latin parts of a bare name; the last takes the path, when there is one."""
    parts = latin_domains(domain)
    for rank, (start, end) in enumerate(parts, start=1):
        tail = match.end - match.domain_end if rank == len(parts) and match.has_path else 0
        yield Span(match.start + start, match.start + end + tail)

"""What a site lets machines read (RFC 9309): its robots.txt, read as we are named there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

US = "diapason"  # the product token of `http.USER_AGENT`
LARGEST = 512 * 1024  # bytes that are looked at: RFC 9309 asks for 500 KiB at least
MOST_RULES = 2_000
LONGEST_DELAY = 30.0  # seconds between two pages that a site may ask for


@dataclass(frozen=True, slots=True)
class Rules:
    """`paths` are (may be read, pattern). An empty one forbids nothing."""

    paths: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """The longest pattern that fits decides; of two as long, the one that allows (section 2.2.2)."""
        wanted = path_of(url)
        if wanted == "/robots.txt":
            return True
        fitting = [(len(pattern), allowed) for allowed, pattern in self.paths if fits(pattern, wanted)]
        return max(fitting, default=(0, True))[1]

    def as_json(self) -> list[list[object]]:
        return [[allowed, pattern] for allowed, pattern in self.paths]


def read(text: str) -> Rules:
    """The rules of the groups that name us, else of those for everybody."""
    ours: list[tuple[str, str]] = []
    anybody: list[tuple[str, str]] = []
    named = False
    for agents, rules in groups(text):
        if US in agents:
            named = True
            ours += rules
        elif "*" in agents:
            anybody += rules
    return made(ours if named else anybody)


def groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Each group: who it is for, and its lines."""
    agents: set[str] = set()
    rules: list[tuple[str, str]] = []
    for key, value in lines(text):
        if key == "user-agent":
            if rules:
                yield agents, rules
                agents, rules = set(), []
            found = re.match(r"[a-zA-Z_-]+", value)
            agents.add("*" if value.startswith("*") else found[0].lower() if found else "")
        elif agents:
            rules.append((key, value))
    if agents:
        yield agents, rules


def lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text[:LARGEST].removeprefix("\ufeff").splitlines():
        key, mark, value = line.split("#", 1)[0].partition(":")
        key = key.strip().lower()
        if mark and key in {"user-agent", "allow", "disallow", "crawl-delay"}:
            yield key, value.strip()


def made(rules: list[tuple[str, str]]) -> Rules:
    paths = [(key == "allow", plain(value)) for key, value in rules if key in {"allow", "disallow"} and value]
    delays = [seconds(value) for key, value in rules if key == "crawl-delay"]
    return Rules(tuple(paths[:MOST_RULES]), max(delays, default=0.0))


def seconds(value: str) -> float:
    try:
        asked = float(value)
    except ValueError:
        return 0.0
    return min(max(asked, 0.0), LONGEST_DELAY) if asked == asked else 0.0  # not for NaN


# ── Paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def plain(path: str) -> str:
    """Escaped one way, whichever way it was written."""
    return quote(unquote(path[:2000], errors="replace"), safe="/*$?=&;:@!,+~()'[]%-._")


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def fits(pattern: str, path: str) -> bool:
    """`*` is any letters, `$` at the end is the end. What stands between two stars is taken where it first comes, so that no pattern
    takes long."""
    is_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return path == first if is_end else True
    at, last = len(first), others.pop() if is_end else ""
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if is_end else True

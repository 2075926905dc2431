"""Asking a query of one mention.

`compiled` makes a function of a tree once, so that a stream of mentions pays for little more than look-ups of words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from diapason.listening.queries.document import Document
from diapason.listening.queries.nodes import STARS, And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word

Test = Callable[[Document], bool]
Spans = Callable[[Document], list[tuple[int, int]]]
MOST_PAIRS = 50_000  # of places that one NEAR compares in one mention
FEW = 20  # words of a phrase that are compared one by one
COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">": int.__gt__,
    ">=": int.__ge__,
    "<": int.__lt__,
    "<=": int.__le__,
}


def matches(node: Node, document: Document) -> bool:
    """Whether the mention is what the query asks for. For many mentions, keep what `compiled` gives."""
    return compiled(node)(document)


def compiled(node: Node) -> Test:
    if isinstance(node, Word):
        word = node.text
        return lambda document: word in document.terms
    if isinstance(node, Not):
        inner = compiled(node.part)
        return lambda document: not inner(document)
    if isinstance(node, And):
        return all_of(node)
    if isinstance(node, Or):
        return one_of(node)
    if isinstance(node, Field):
        return about(node)
    if isinstance(node, Wild):
        fits = fitting(node.pattern)
        return lambda document: any(map(fits, document.terms))
    if isinstance(node, (Phrase, Near)):
        return placed(node)
    found = spans(node)
    return lambda document: bool(found(document))


def one_of(node: Or) -> Test:
    """Words are looked up together; what else there is, only where none of them stands."""
    bare = frozenset(part.text for part in node.parts if isinstance(part, Word))
    rest = [compiled(part) for part in cheapest_first(node.parts) if not isinstance(part, Word)]
    if not rest:
        return lambda document: not bare.isdisjoint(document.terms)

    def test(document: Document) -> bool:
        if not bare.isdisjoint(document.terms):
            return True
        for each in rest:  # noqa: SIM110 - a generator for each mention would cost more than the question
            if each(document):
                return True
        return False

    return test


def all_of(node: And) -> Test:
    """Words first, together; then the rest, of which there is nearly always one part or two."""
    bare = frozenset(part.text for part in node.parts if isinstance(part, Word))
    rest = [compiled(part) for part in cheapest_first(node.parts) if not isinstance(part, Word)]
    if not rest:
        return lambda document: bare <= document.terms

    def test(document: Document) -> bool:
        if not bare <= document.terms:
            return False
        for each in rest:  # noqa: SIM110 - as above
            if not each(document):
                return False
        return True

    return test


def placed(node: Phrase | Near) -> Test:
    """Places are only compared in a mention that holds what should stand there: most hold one of the two at best."""
    found = spans(node)
    if isinstance(node, Phrase):
        wanted = frozenset(node.words)
        return lambda document: wanted <= document.terms and bool(found(document))
    left, right = compiled(node.left), compiled(node.right)
    return lambda document: left(document) and right(document) and bool(found(document))


COST: dict[type, int] = {Word: 0, Field: 1, Or: 2, Not: 3, And: 4, Phrase: 5, Raw: 6, Wild: 7, Near: 8, Title: 9}


def cheapest_first(parts: Iterable[Node]) -> list[Node]:
    return sorted(parts, key=lambda part: COST[type(part)])


# ── Facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def about(node: Field) -> Test:
    name, value = node.name, node.value
    if name == "followers":
        compare, limit = COMPARE[node.operator], int(value)
        return lambda document: document.followers is not None and compare(document.followers, limit)
    if name == "url":
        return lambda document: value in document.folded_url
    if name == "site":
        return lambda document: any(site == value or site.endswith("." + value) for site in document.facts.get(name, ()))
    if name == "author":
        return author(value)
    return lambda document: value in document.facts.get(name, ())


def author(value: str) -> Test:
    """`@account` is the whole of it, unless it bears a star; a name is one or several words of theirs, with `*` for any letters."""
    if value.startswith("@") and not STARS & set(value):
        return lambda document: value in document.facts.get("author", ()) or value[1:] in document.facts.get("author", ())
    pattern = re.compile(rf"(?<!\w){translated(value)}(?!\w)")
    return lambda document: any(pattern.search(each) for each in document.facts.get("author", ()))


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def spans(node: Node) -> Spans:
    """Where it stands: first and last place of each occurrence, in order of the first."""
    if isinstance(node, Word):
        word = node.text
        return lambda document: [(place, place) for place in document.places.get(word, ())]
    if isinstance(node, Wild):
        return wild(node)
    if isinstance(node, Phrase):
        return lambda document: in_a_row(node.words, document.places)
    if isinstance(node, Raw):
        return lambda document: in_a_row(node.words, document.raw_places)
    if isinstance(node, Near):
        return near(node)
    if isinstance(node, Title):
        return in_title(node)
    if isinstance(node, Or):
        parts = [spans(part) for part in node.parts]
        return lambda document: sorted({span for part in parts for span in part(document)})
    raise TypeError(f"{type(node).__name__} stands at no place")  # the parser refuses it, with words


def in_title(node: Title) -> Spans:
    """Of the title alone: what is asked is asked of a mention that has nothing but it."""
    inner = compiled(node.part)

    def found(document: Document) -> list[tuple[int, int]]:
        return [(0, document.title_end - 1)] if document.title and inner(only_title(document)) else []

    return found


def only_title(document: Document) -> Document:
    alone = Document("", document.title, url=document.url, followers=document.followers)
    alone.facts, alone.title_words = document.facts, document.title_words
    return alone


def in_a_row(wanted: tuple[str, ...], places: dict[str, list[int]]) -> list[tuple[int, int]]:
    if any(word not in places for word in wanted):
        return []
    if len(wanted) > FEW:
        return in_a_long_row(wanted, places)
    following = [(offset, set(places[word])) for offset, word in enumerate(wanted)][1:]
    last = len(wanted) - 1
    return [(start, start + last) for start in places[wanted[0]] if all(start + offset in where for offset, where in following)]


def in_a_long_row(wanted: tuple[str, ...], places: dict[str, list[int]]) -> list[tuple[int, int]]:
    """The same, each word compared at all places at once: in a text that says one thing over and over, one by one would never end."""
    bits = {word: sum(1 << place for place in places[word]) for word in set(wanted)}
    left = -1
    for offset, word in enumerate(wanted):
        left &= bits[word] >> offset
    last = len(wanted) - 1
    return [(start, start + last) for start in places[wanted[0]] if left >> start & 1]


def wild(node: Wild) -> Spans:
    """A star at the end, the usual case, is a comparison of beginnings; the others are one pass over the words of the mention."""
    fits = fitting(node.pattern)

    def found(document: Document) -> list[tuple[int, int]]:
        return sorted({(place, place) for word, places in document.places.items() if fits(word) for place in places})

    return found


def fitting(pattern: str) -> Callable[[str], bool]:
    start = pattern.removesuffix("*")
    if start != pattern and "*" not in start and "?" not in start:
        return lambda word: word.startswith(start)
    whole = re.compile(translated(pattern)).fullmatch
    return lambda word: whole(word) is not None


def translated(pattern: str) -> str:
    """As a regular expression. What stands between two stars is taken where it comes first and never tried elsewhere, so that no
    pattern, however many stars it has, takes longer than a few passes over the word."""
    first, *others = pattern.split("*")
    if not others:
        return signs(first)
    middle = "".join(rf"(?>\w*?{signs(part)})" for part in others[:-1] if part)
    return rf"{signs(first)}{middle}\w*{signs(others[-1])}" if others[-1] else rf"{signs(first)}{middle}\w*"


def signs(part: str) -> str:
    return "".join(r"\w" if sign == "?" else re.escape(sign) for sign in part)


def near(node: Near) -> Spans:
    left, right = spans(node.left), spans(node.right)

    def found(document: Document) -> list[tuple[int, int]]:
        ones = left(document)
        return joined(ones, right(document), node.distance, ordered=node.ordered) if ones else []

    return found


def joined(ones: list[tuple[int, int]], others: list[tuple[int, int]], distance: int, *, ordered: bool) -> list[tuple[int, int]]:
    """The pairs whose nearer ends are within `distance` places of each other; overlapping ones are not two things. In a text that says
    the same over and over, the first of them are enough."""
    starts = [start for start, _end in others]
    longest = max((end - start for start, end in others), default=0)
    found: set[tuple[int, int]] = set()
    left = MOST_PAIRS
    for start, end in ones:
        first = bisect_left(starts, end + 1 if ordered else start - distance - longest)
        last = bisect_right(starts, end + distance)
        left -= last - first
        if left < 0:
            break
        for other_start, other_end in others[first:last]:
            after, before = other_start > end, other_end < start and not ordered and start - other_end <= distance
            if after or before:
                found.add((min(start, other_start), max(end, other_end)))
    return sorted(found)

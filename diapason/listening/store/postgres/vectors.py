"""Lexemes of a mention as a `tsvector`, and what a query asks of them as a `tsquery`.

Words bear their places. A vector holds so many of them and no more (`LAST`, `MOST`): a mention with more bears none, and is not
`PLACED`; nor are those that were kept before places were. The index knows no places: what asks for them is asked of rows.
"""

from collections.abc import Iterable, Mapping, Sequence

from diapason.listening.mentions import Mention
from diapason.listening.queries.nodes import Node
from diapason.listening.store import lexemes
from diapason.listening.store.base import What

PLACED = "=placed"
LAST, MOST = 16_383, 255  # the last place that a vector knows, and how many of one word
LARGEST = 1_000_000  # bytes of a question: PostgreSQL refuses one whose words are more than a megabyte
FURTHEST = 10  # places between two words that are asked for; more would make a long question


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def of_mention(mention: Mention) -> str:
    """As the text form of a tsvector."""
    places = mention.document.places
    if any(len(each) > MOST or each[-1] >= LAST for each in places.values()):
        return vector(lexemes.of_mention(mention), {})
    return vector({*lexemes.of_mention(mention), PLACED}, places)


def vector(found: Iterable[str], places: Mapping[str, Sequence[int]]) -> str:
    """Places are counted from 0 in a document, and from 1 in a vector."""
    return " ".join(
        f"{quoted(lexeme)}:{','.join([str(place + 1) for place in places[lexeme]])}" if lexeme in places else quoted(lexeme)
        for lexeme in found
    )


def of_fact(what: What, value: str) -> str:
    return quoted(lexemes.of_fact(what, value))


class Tsquery(lexemes.Language):
    def has(self, lexeme: str) -> str:
        return quoted(lexeme)

    def beginning(self, head: str) -> str:
        return f"{quoted(head)}:*"

    def every(self, parts: Iterable[str]) -> str:
        return "(" + " & ".join(parts) + ")"

    def one_of(self, parts: Iterable[str]) -> str:
        return "(" + " | ".join(parts) + ")"

    def none(self, part: str) -> str:
        return f"!({part})"


class Places(Tsquery):
    """What is asked of a row: also where its words stand, if it knows."""

    def in_a_row(self, words: Sequence[str]) -> str:
        return f"({super().in_a_row(words)} & ({' <-> '.join(map(quoted, words))} | !{quoted(PLACED)}))"

    def near(self, left: str, right: str, distance: int, *, ordered: bool) -> str:
        both = super().near(left, right, distance, ordered=ordered)
        if distance > FURTHEST:
            return both
        pairs = [(left, right)] if ordered else [(left, right), (right, left)]
        steps = [f"({first} <{step}> {second})" for first, second in pairs for step in range(1, distance + 1)]
        return f"({both} & ({' | '.join(steps)} | !{quoted(PLACED)}))"


def necessary(node: Node) -> tuple[str | None, bool]:
    """For the index."""
    return lexemes.necessary(node, Tsquery())


def placed(node: Node) -> str | None:
    """For the rows that the index names; None where it would ask no more than the index, or more than can be asked."""
    asked = lexemes.necessary(node, Places())[0]
    return asked if asked and quoted(PLACED) in asked and len(asked.encode()) < LARGEST else None

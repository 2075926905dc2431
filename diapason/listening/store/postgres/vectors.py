"""Lexemes of a mention as a `tsvector`, and what a query asks of them as a `tsquery`."""

from collections.abc import Iterable

from diapason.listening.queries.nodes import Node
from diapason.listening.store import lexemes
from diapason.listening.store.base import What


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(found: Iterable[str]) -> str:
    """As the text form of a tsvector."""
    listed = list(found)
    joined = "' '".join(listed)
    if "\\" not in joined and joined.count("'") == 2 * max(len(listed) - 1, 0):
        return f"'{joined}'" if listed else ""
    return " ".join(map(quoted, listed))


def of_fact(what: What, value: str) -> str:
    return quoted(lexemes.of_fact(what, value))


class Tsquery:
    has = staticmethod(quoted)

    def beginning(self, head: str) -> str:
        return f"{quoted(head)}:*"

    def every(self, parts: Iterable[str]) -> str:
        return "(" + " & ".join(parts) + ")"

    def one_of(self, parts: Iterable[str]) -> str:
        return "(" + " | ".join(parts) + ")"

    def none(self, part: str) -> str:
        return f"!({part})"


def necessary(node: Node) -> tuple[str | None, bool]:
    return lexemes.necessary(node, Tsquery())

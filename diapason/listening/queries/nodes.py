"""A query as a tree. Nodes are values: two queries that ask the same in the same words are equal."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word; `#tag` and `@account` bear their sign."""

    text: str


@dataclass(frozen=True, slots=True)
class Wild:
    """A folded word with `*` for any letters and `?` for one."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words (two or more) one after another."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Words one after another, with their case and accents."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both within `distance` words of each other (1: neighbours); `ordered` where the first must come first."""

    left: "Node"
    right: "Node"
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Title:
    """What is asked of the title alone."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about the mention. `operator` is one of `:` `>` `>=` `<` `<=`; `value` is folded."""

    name: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Node = Word | Wild | Phrase | Raw | Near | Title | Field | And | Or | Not
STARS = frozenset("*?")
PLACED = (Word, Wild, Phrase, Raw)  # what stands at a place in the text


def fields(node: Node) -> Iterable[Field]:
    """Every fact that a query asks for, wherever in it."""
    if isinstance(node, Field):
        yield node
    elif isinstance(node, (And, Or)):
        for part in node.parts:
            yield from fields(part)
    elif isinstance(node, (Not, Title)):
        yield from fields(node.part)
    elif isinstance(node, Near):
        yield from (*fields(node.left), *fields(node.right))

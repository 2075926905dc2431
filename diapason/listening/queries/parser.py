"""From the text of a query to its tree.

    query    = and ("OR" and)*
    and      = not ("AND"? not)*                two things side by side are both wanted
    not      = ("NOT" | "-") not | near
    near     = one (("NEAR/n" | "ONEAR/n") one)*
    one      = "(" query ")" | field ":" value | field ":" "(" query ")" | "phrase" | word

Operators are written in capitals; `and` is a word like any other.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce

from django.utils.translation import gettext as _

from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError, closes_nothing, inside_another, no_word, says_nothing, too_many
from diapason.listening.queries.lexer import Kind, Piece, pieces
from diapason.listening.queries.nodes import PLACED, And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.words import fold, raw_words, without_elision, words

MOST_LETTERS = 20_000
MOST_TERMS = 1_000
DEEPEST = 50
LETTERS_OF_WILD = 2  # beside its stars: with fewer it would find nearly everything
WILD = re.compile(r"\*|\?(?=\?*[\w*])")  # a ? after a word is one that somebody asks
CUT_SHORT = re.compile(r"(?<!\S)\*+\w|\w\*+(?!\S)")
VALUES = {Kind.OPEN, Kind.QUOTED, Kind.WORD}
BEGINS = {Kind.NOT, Kind.FIELD, *VALUES}


def parse(text: str) -> Node:
    """The tree of a query. Raises QueryError, which points at the first character that is wrong."""
    found = part(text)
    if not asks(found):
        raise QueryError(0, _("This query only says what is not wanted."), _("Say first what to hear of, then NOT and what to leave out."))
    return found


def part(text: str) -> Node:
    """The tree of a part of a query, which may only say what is not wanted. Raises QueryError."""
    if len(text) > MOST_LETTERS:
        raise too_many(MOST_LETTERS, _("This query is too long: %(most)d characters at most."), MOST_LETTERS)
    reader = Reader(list(pieces(text)))
    if reader.here.kind is Kind.END:
        raise QueryError(0, _("This query is empty."), _("Write the words to hear of: a name, a “phrase”, a #tag."))
    found = reader.query()
    reader.expect_end()
    return found


def asks(node: Node) -> bool:
    """Whether the query names something that a mention must have: one that only excludes would find everything else."""
    if isinstance(node, Not):
        return False
    if isinstance(node, Title):
        return asks(node.part)
    if isinstance(node, And):
        return any(map(asks, node.parts))
    if isinstance(node, Or):
        return all(map(asks, node.parts))
    return True


class Reader:
    """Reads the pieces from left to right. `inside` are the fields around the piece: they say what a word means."""

    def __init__(self, found: list[Piece]) -> None:
        self.pieces, self.at, self.depth, self.terms = found, 0, 0, 0
        self.inside: tuple[Piece, ...] = ()

    @property
    def here(self) -> Piece:
        return self.pieces[self.at]

    def is_next(self, kind: Kind) -> bool:
        return self.here.kind is kind

    def take(self) -> Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def expect_end(self) -> None:
        if self.here.kind is not Kind.END:
            raise closes_nothing(self.here.position)

    def query(self) -> Node:
        parts = [self.every()]
        while self.here.kind is Kind.OR:
            self.operand_after(self.take())
            parts.append(self.every())
        return gathered(Or, parts)

    def every(self) -> Node:
        parts = [self.negated()]
        while self.here.kind is Kind.AND or self.here.kind in BEGINS:
            if self.here.kind is Kind.AND:
                self.operand_after(self.take())
            parts.append(self.negated())
        return gathered(And, parts)

    def negated(self) -> Node:
        if self.here.kind is not Kind.NOT:
            return self.near()
        with self.deeper(self.here):
            self.operand_after(self.take())
            part = self.negated()
        return part.part if isinstance(part, Not) else Not(part)

    def near(self) -> Node:
        start = self.here.position
        found = self.one()
        while self.here.kind is Kind.NEAR:
            operator = self.take()
            self.operand_after(operator)
            self.placed(found, start)
            place = self.here.position
            right = self.one()
            self.placed(right, place)
            found = beside(found, right, operator.distance, operator.position, ordered=operator.ordered)
        return found

    def one(self) -> Node:
        piece = self.take()
        if piece.kind is Kind.OPEN:
            return self.group(piece)
        if piece.kind is Kind.FIELD:
            return self.field(piece)
        if piece.kind in {Kind.WORD, Kind.QUOTED}:
            self.terms += max(1, len(piece.text.split())) if piece.kind is Kind.QUOTED else 1
            if self.terms > MOST_TERMS:
                raise too_many(piece.position, _("This query has more than %(most)d words."), MOST_TERMS)
            return leaf(piece, self.inside)
        raise misplaced(piece)

    def group(self, opening: Piece) -> Node:
        with self.deeper(opening):
            if self.is_next(Kind.CLOSE):
                raise QueryError(
                    opening.position, _("There is nothing between these parentheses."), _("Write words in them, or remove them.")
                )
            found = self.query()
            if not self.is_next(Kind.CLOSE):
                raise QueryError(opening.position, _("This parenthesis is not closed."), _("Write “)” where its part ends."))
            self.take()
        return found

    def field(self, piece: Piece) -> Node:
        """A field, before one value or before a group of them. Only `raw:` may stand inside another, and only inside `title:`."""
        name = piece.text
        if self.here.kind not in VALUES and not (name == "title" and self.here.kind is Kind.FIELD):
            example = fields.FIELDS[name].example if name in fields.FIELDS else f'{name}:"…"'
            raise says_nothing(piece.position, name, example)
        around, self.inside = self.inside, (*self.inside, piece)
        if around and [each.text for each in self.inside] != ["title", "raw"]:
            raise inside_another(piece.position)
        found = self.one()
        self.inside = around
        return Title(found) if name == "title" else found

    # ── What must not be ─────────────────────────────────────────────────────────────────────────────────────────────
    @contextmanager
    def deeper(self, piece: Piece) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_many(piece.position, _("There are more than %(most)d levels here."), DEEPEST)
        yield
        self.depth -= 1

    def operand_after(self, operator: Piece) -> None:
        if self.here.kind not in BEGINS:
            said = _("There is nothing to find after “%(name)s”.") % {"name": operator.text}
            raise QueryError(operator.position, said, _("Write what comes after it, or remove it."))

    def placed(self, node: Node, position: int) -> None:
        """NEAR compares places: words have one, and groups of them joined by OR."""
        if isinstance(node, Or):
            for part in node.parts:
                self.placed(part, position)
        elif not isinstance(node, (*PLACED, Near)):
            raise QueryError(
                position,
                _("NEAR takes words, phrases, and groups of them joined by OR."),
                _("Write AND here, or take the rest out of the group."),
            )


def leaf(piece: Piece, inside: tuple[Piece, ...]) -> Node:
    """What a word or a quoted text means inside these fields."""
    field = inside[-1] if inside else None
    if field is None or field.text == "title":
        return said(piece)
    if field.text == "raw":
        return as_written(piece)
    return Field(field.text, *fields.checked(field.text, field.operator, piece.text, piece.position))


def said(piece: Piece) -> Node:
    if piece.kind is Kind.WORD and WILD.search(piece.text):
        return wild(piece)
    if piece.kind is Kind.QUOTED and CUT_SHORT.search(piece.text):
        return in_a_row(piece)
    found = words(piece.text.rstrip("?") if piece.kind is Kind.WORD else piece.text)
    if not found:
        raise no_word(piece.position)
    return Word(found[0]) if len(found) == 1 else Phrase(tuple(found))


def in_a_row(piece: Piece) -> Node:
    """Quoted words, some of which bear stars: one right after another."""
    parts = [said(Piece(Kind.WORD, piece.position, each)) for each in piece.text.split() if words(each)]
    return reduce(lambda left, right: beside(left, right, 1, piece.position, ordered=True), parts)


def beside(left: Node, right: Node, distance: int, position: int, *, ordered: bool) -> Near:
    """Each NEAR stands around those before it. Raises QueryError where they are too many."""
    if max(height(left), height(right)) >= DEEPEST:
        raise too_many(position, _("There are more than %(most)d levels here."), DEEPEST)
    return Near(left, right, distance, ordered)


def height(node: Node) -> int:
    """How many NEAR stand in each other."""
    if isinstance(node, Near):
        return 1 + max(height(node.left), height(node.right))
    return max(map(height, node.parts)) if isinstance(node, Or) else 0


def as_written(piece: Piece) -> Node:
    found = raw_words(piece.text)
    if not found:
        raise no_word(piece.position)
    return Raw(tuple(found))


def gathered(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """One node for all of them; those of a group of the same kind join it."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else kind(kept)


def wild(piece: Piece) -> Node:
    pattern = without_elision(fold(piece.text))
    letters = pattern.replace("*", "").replace("?", "")
    if len(letters.lstrip("#@")) < LETTERS_OF_WILD:
        raise QueryError(
            piece.position,
            _("“%(text)s” would find nearly everything.") % {"text": piece.text},
            _("Write two letters at least beside the *."),
        )
    if len(words(letters)) != 1 or words(letters) != [letters]:
        raise QueryError(piece.position, _("A * stands inside one word."), _("Write the other words beside it, with NEAR or AND."))
    return Wild("*".join(part for part in squeezed(pattern)))


def squeezed(pattern: str) -> list[str]:
    """The parts between stars; several stars side by side are one."""
    while "**" in pattern:
        pattern = pattern.replace("**", "*")
    return pattern.split("*")


def misplaced(piece: Piece) -> QueryError:
    if piece.kind is Kind.END:
        cure = _("Write what comes after the last operator, or remove it.")
        return QueryError(piece.position, _("Something is missing at the end."), cure)
    if piece.kind is Kind.CLOSE:
        return closes_nothing(piece.position)
    cure = _("Write what comes before it; to look for the word, put it in quotation marks.")
    return QueryError(piece.position, _("“%(name)s” has nothing before it.") % {"name": piece.text}, cure)

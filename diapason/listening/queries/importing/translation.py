"""From the text of another tool's query to ours, and what could not be said."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce

from django.utils.translation import gettext as _

from diapason.listening.queries import parser
from diapason.listening.queries.errors import QueryError, too_many
from diapason.listening.queries.importing.dialects import DIALECTS, Dialect, Written
from diapason.listening.queries.importing.pieces import Kind, Piece, pieces
from diapason.listening.queries.importing.remarks import Remark, changed, left_out, note
from diapason.listening.queries.lexer import FARTHEST, USUAL
from diapason.listening.queries.lexer import Kind as Ours
from diapason.listening.queries.lexer import Piece as OurPiece
from diapason.listening.queries.nodes import PLACED, And, Near, Node, Not, Or, Phrase, Raw, Title, Word
from diapason.listening.queries.parser import DEEPEST, as_written, gathered, said
from diapason.listening.queries.writing import written

MOST_LETTERS = 100_000
SENTENCE, PARAGRAPH = 15, 50  # words that are usual in one
OPERATORS = {Kind.AND, Kind.OR, Kind.NEAR, Kind.WITHIN}
BEGINS = {Kind.OPEN, Kind.NOT, Kind.QUOTED, Kind.EXACT, Kind.WORD, Kind.FIELD, Kind.RANGE}
VALUES = {Kind.OPEN, Kind.QUOTED, Kind.EXACT, Kind.WORD, Kind.RANGE}


@dataclass(frozen=True, slots=True)
class Translation:
    """`text` is in our language, empty where nothing of the query can be said; remarks are in the order of what they are about."""

    text: str
    remarks: tuple[Remark, ...]


def translated(text: str, dialect: Dialect) -> Translation:
    """Raises QueryError for what is too long or too deep to be read."""
    if len(text) > MOST_LETTERS:
        raise too_many(MOST_LETTERS, _("This query is too long: %(most)d characters at most."), MOST_LETTERS)
    reader = Reader(text, dialect)
    node = reader.all()
    found = sorted(set(reader.remarks), key=lambda remark: (remark.position, remark.end))
    return Translation(written(node) if node else "", tuple(found))


SIGNS = {
    "brandwatch": re.compile(r"[{]|<<<|NEAR/\d+f\b|\b(?:raw|engagementtype|at_mentions|hashtags|pagetype|links|authorfollowers):", re.I),
    "talkwalker": re.compile(r"\+\+|ONEAR|SENTENCE|PARAGRAPH|\b(?:sourcetype|sourcecountry|domainurl|hosturl|engagement|reach):", re.I),
}


def guessed(text: str) -> Dialect:
    """The dialect of which most signs are seen."""
    return DIALECTS[max(SIGNS, key=lambda code: len(SIGNS[code].findall(text[:MOST_LETTERS])))]


class Reader:
    """Reads to the end whatever is written. `inside` is the field whose values are read."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text, self.dialect, self.at, self.depth = text, dialect, 0, 0
        self.remarks: list[Remark] = []
        self.inside: Written | None = None
        self.operator = ":"
        self.raw = False
        self.pieces = [piece for piece in pieces(text) if not self.skips(piece)]

    def skips(self, piece: Piece) -> bool:
        if piece.kind is Kind.COMMENT:
            self.remarks.append(note(piece.position, piece.end, _("A comment: queries have none here, it was left out.")))
        elif piece.kind is Kind.ODD:
            self.remarks.append(note(piece.position, piece.end, _("This sign opens or closes nothing: it was passed over.")))
        return piece.kind in {Kind.COMMENT, Kind.ODD}

    @property
    def here(self) -> Piece:
        return self.pieces[self.at]

    def is_next(self, kind: Kind) -> bool:
        return self.here.kind is kind

    def take(self) -> Piece:
        piece = self.pieces[self.at]
        self.at += piece.kind is not Kind.END
        return piece

    # ── Groups ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def all(self) -> Node | None:
        parts = []
        while self.here.kind is not Kind.END:
            parts.append(self.query())
            if self.here.kind is Kind.CLOSE:
                piece = self.take()
                self.remarks.append(note(piece.position, piece.end, _("This parenthesis closes nothing.")))
        return joined(And, parts)

    def query(self) -> Node | None:
        parts, ands, ors = [], False, list[Piece]()
        while True:
            part, explicit = self.every()
            parts.append(part)
            ands = ands or explicit
            if self.here.kind is not Kind.OR:
                break
            ors.append(self.take())
        if ands and ors:
            said_so = _("AND and OR stand side by side without parentheses: AND was read first.")
            self.remarks.append(note(ors[0].position, ors[0].end, said_so))
        return joined(Or, parts)

    def every(self) -> tuple[Node | None, bool]:
        """All of them, and whether AND is written between two."""
        while self.here.kind is Kind.AND and self.here.text == "+":  # `+word`: it must be there, as all that stands here
            self.take()
        parts, explicit = [self.negated()], False
        while self.here.kind is Kind.AND or self.here.kind in BEGINS:
            if self.here.kind is Kind.AND:
                explicit = True
                self.take()
            parts.append(self.negated())
        return joined(And, parts), explicit

    def negated(self) -> Node | None:
        if self.here.kind is not Kind.NOT:
            return self.near()
        with self.deeper(self.take()):
            part = self.negated()
        return None if part is None else part.part if isinstance(part, Not) else Not(part)

    @contextmanager
    def deeper(self, piece: Piece) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_many(piece.position, _("There are more than %(most)d levels here."), DEEPEST)
        yield
        self.depth -= 1

    def near(self) -> Node | None:
        found = self.within()
        while self.here.kind is Kind.NEAR:
            operator = self.take()
            right = self.within()
            if found is None or right is None:
                self.remarks.append(changed(operator.position, operator.end, _("One of its two sides was left out, and so was this.")))
                found = found or right
                continue
            found = self.beside(found, right, operator)
        return found

    def beside(self, left: Node, right: Node, operator: Piece) -> Node:
        if not (stands(left) and stands(right)):
            said_so = _("NEAR takes words, phrases and groups of them joined by OR here: AND was written instead.")
            self.remarks.append(changed(operator.position, operator.end, said_so))
            return gathered(And, [left, right])
        name, ordered = operator.operator.removesuffix("f"), operator.operator.endswith("f") or operator.operator.startswith("O")
        usual = {"SENTENCE": SENTENCE, "PARAGRAPH": PARAGRAPH}.get(name)
        if usual:
            said_so = _("Sentences and paragraphs are not told apart here: “within %(many)d words” was written instead.")
            self.remarks.append(changed(operator.position, operator.end, said_so % {"many": usual}))
        asked = usual or (int(operator.text) + self.dialect.between if operator.text else USUAL)
        distance = min(max(asked, 1), FARTHEST)
        if distance != asked:
            said_so = _("NEAR counts words, from 1 to %(most)d.") % {"most": FARTHEST}
            self.remarks.append(changed(operator.position, operator.end, said_so))
        return parser.beside(left, right, distance, operator.position, ordered=ordered)

    def within(self) -> Node | None:
        """Something, or words within so many of each other: `"one two"~5`."""
        found = self.one()
        while self.here.kind is Kind.WITHIN:
            piece = self.take()
            parts = parts_of(found)
            if len(parts) < 2 or not all(map(stands, parts)):
                self.remarks.append(left_out(piece.position, piece.end))
                continue
            distance = min(max(int(piece.text) + 1, 1), FARTHEST)
            if len(parts) > 2:
                said_so = _("Each of these words is looked for near the next one.")
                self.remarks.append(changed(piece.position, piece.end, said_so))
            found = beside_all(parts, distance, piece.position)
        return found

    # ── One thing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def one(self) -> Node | None:
        piece = self.here
        if piece.kind in OPERATORS:
            self.take()
            said_so = _("“%(name)s” has nothing before it.") % {"name": self.text[piece.position : piece.end]}
            self.remarks.append(note(piece.position, piece.end, said_so))
            return None
        if piece.kind in {Kind.CLOSE, Kind.END}:
            before = self.pieces[self.at - 1] if self.at else piece
            self.remarks.append(note(before.position, before.end, _("There is nothing to find after this.")))
            return None
        self.take()
        if piece.kind is Kind.OPEN:
            return self.group(piece)
        if piece.kind is Kind.FIELD:
            return self.field(piece)
        return self.leaf(piece)

    def group(self, opening: Piece) -> Node | None:
        with self.deeper(opening):
            if self.is_next(Kind.CLOSE):
                self.remarks.append(note(opening.position, self.take().end, _("There is nothing between these parentheses.")))
                return None
            found = self.query()
            if self.is_next(Kind.CLOSE):
                self.take()
            else:
                self.remarks.append(note(opening.position, opening.end, _("This parenthesis is not closed.")))
        return found

    def leaf(self, piece: Piece) -> Node | None:
        text = piece.text
        if self.inside:
            node = self.inside(self.operator, text)
            if node is None:
                self.remarks.append(left_out(piece.position, piece.end))
            return node
        try:
            if piece.kind is Kind.EXACT or self.raw:
                return self.exact(piece)
            if piece.kind is Kind.QUOTED:
                return phrase(text)
            if piece.kind is Kind.RANGE:
                raise QueryError(0, _("A range belongs to a field."), "")
            return said(OurPiece(Ours.WORD, 0, text))
        except QueryError as error:
            self.remarks.append(left_out(piece.position, piece.end, _("%(message)s It was left out.") % {"message": error.message}))
            return None

    def exact(self, piece: Piece) -> Node:
        node = as_written(OurPiece(Ours.QUOTED, 0, piece.text))
        kept = "".join(node.words) if isinstance(node, Raw) else ""
        if any(not sign.isspace() and sign not in kept and sign not in "'’-\"“”." for sign in piece.text):
            said_so = _("Case and accents are minded; signs such as + are not looked at.")
            self.remarks.append(changed(piece.position, piece.end, said_so))
        return node

    def field(self, piece: Piece) -> Node | None:
        name = piece.text
        if self.here.kind not in VALUES:
            self.remarks.append(left_out(piece.position, piece.end, _("This field says nothing: it was left out.")))
            return None
        if name in self.dialect.titles:
            return self.title(piece)
        if name in self.dialect.texts:
            self.remarks.append(note(piece.position, piece.end, _("Words are looked for in the title too.")))
            return self.value(None)
        if name in self.dialect.raws:
            return self.value(None, raw=True)
        write = self.dialect.fields.get(name)
        if write is None:
            self.passed_over(piece)
            return None
        return self.value(write, piece.operator)

    def value(self, inside: Written | None, operator: str = ":", *, raw: bool = False) -> Node | None:
        around = self.inside, self.operator, self.raw
        self.inside, self.operator, self.raw = inside, operator, raw
        found = self.one()
        self.inside, self.operator, self.raw = around
        return found

    def title(self, piece: Piece) -> Node | None:
        inner = self.value(None)
        if inner is None:
            return None
        try:
            parser.part(written(Title(inner)))
        except QueryError:
            self.remarks.append(left_out(piece.position, self.pieces[self.at - 1].end))
            return None
        return Title(inner)

    def passed_over(self, piece: Piece) -> None:
        """A field that has no equal, with its value."""
        kept = len(self.remarks)
        self.value(None)
        del self.remarks[kept:]
        said_so = _("There is nothing like “%(name)s:” here: it was left out.") % {"name": piece.text}
        self.remarks.append(left_out(piece.position, self.pieces[self.at - 1].end, said_so))


def beside_all(parts: list[Node], distance: int, position: int) -> Node:
    return reduce(lambda left, right: parser.beside(left, right, distance, position, ordered=False), parts)


def joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    known = [part for part in parts if part is not None]
    return gathered(kind, known) if known else None


def stands(node: Node) -> bool:
    """At a place of the text."""
    return all(map(stands, node.parts)) if isinstance(node, Or) else isinstance(node, (*PLACED, Near))


def parts_of(node: Node | None) -> list[Node]:
    """What a group or a phrase is made of."""
    if isinstance(node, Phrase):
        return [Word(word) for word in node.words]
    return list(node.parts) if isinstance(node, And) else []


def phrase(text: str) -> Node:
    """Words one after another, some of which may have stars."""
    if "*" not in text:
        return said(OurPiece(Ours.QUOTED, 0, text))
    parts = [said(OurPiece(Ours.WORD, 0, word)) for word in text.split()]
    return reduce(lambda left, right: parser.beside(left, right, 1, 0, ordered=True), parts)

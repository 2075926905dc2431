"""A query of another tool cut into its pieces. Whatever is written can be cut: what makes no sense is a piece that says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from diapason.listening.queries.lexer import QUOTES


class Kind(StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    QUOTED = "quoted"
    EXACT = "exact"
    WORD = "word"
    FIELD = "field"
    RANGE = "range"
    WITHIN = "within"
    COMMENT = "comment"
    ODD = "odd"
    END = "end"


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is what it says, without its signs; it was written from `position` to `end`."""

    kind: Kind
    position: int
    end: int
    text: str = ""
    operator: str = ":"


NEAR = re.compile(r"(O?NEAR|SENTENCE|PARAGRAPH)(?:/(\d{1,6})(f?))?(?=[\s(\"“”«{]|$)")
FIELD = re.compile(r"([A-Za-z_]{2,40}):(>=|<=|>|<|=)?")
WORD = re.compile(r"[^\s()\"“”„«»{}\[\]~]+")
RANGE = re.compile(r"\[\s*([^\s\[\]]{1,40})\s+TO\s+([^\s\[\]]{1,40})\s*\]", re.IGNORECASE)
WITHIN = re.compile(r"~(\d{1,4})")
OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "+": Kind.AND, "&&": Kind.AND, "||": Kind.OR}
NUMBER = re.compile(r"-\d{1,12}(?=[\s)]|$)")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def pieces(text: str) -> Iterator[Piece]:
    at, piece = 0, Piece(Kind.END, 0, 0)
    while at < len(text):
        if text[at].isspace() or text[at] in "\ufeff\u200b\u200e\u200f":
            at += 1
            continue
        number = NUMBER.match(text, at) if piece.kind is Kind.FIELD else None
        piece = Piece(Kind.WORD, at, number.end(), number[0]) if number else piece_at(text, at)
        yield piece
        at = piece.end
    yield Piece(Kind.END, len(text), len(text))


def piece_at(text: str, at: int) -> Piece:
    sign = text[at]
    if sign in "()":
        return Piece(Kind(sign), at, at + 1, sign)
    if text.startswith("<<<", at):
        return closed(text, at, 3, ">>>", Kind.COMMENT)
    if sign == "{":
        return closed(text, at, 1, "}", Kind.EXACT)
    if sign in QUOTES:
        return closed(text, at, 1, QUOTES[sign], Kind.QUOTED)
    return word_at(text, at)


def closed(text: str, at: int, opening: int, closing: str, kind: Kind) -> Piece:
    """To its closing sign (for quotation marks, any of them); to the end of the text where there is none."""
    start = at + opening
    if kind is Kind.QUOTED:
        found = next((place for place in range(start, len(text)) if text[place] in closing), -1)
    else:
        found = text.find(closing, start)
    if found < 0:
        return Piece(Kind.ODD, at, start, text[at:start])
    return Piece(kind, at, found + (1 if kind is Kind.QUOTED else len(closing)), text[start:found])


def word_at(text: str, at: int) -> Piece:
    if found := RANGE.match(text, at):
        return Piece(Kind.RANGE, at, found.end(), f"{found[1]} {found[2]}")
    if found := WITHIN.match(text, at):
        return Piece(Kind.WITHIN, at, found.end(), found[1])
    if found := NEAR.match(text, at):
        return Piece(Kind.NEAR, at, found.end(), found[2] or "", found[1] + found[3] if found[3] else found[1])
    sign = text[at]
    if sign in "+-!" and at + 1 < len(text) and not text[at + 1].isspace():
        return signed(text, at)
    if (found := FIELD.match(text, at)) and not ADDRESS.match(text, at):
        return Piece(Kind.FIELD, at, found.end(), found[1].lower(), found[2] or ":")
    if found := WORD.match(text, at):
        word = found[0]
        return Piece(OPERATORS.get(word, Kind.WORD), at, found.end(), word)
    return Piece(Kind.ODD, at, at + 1, sign)


def signed(text: str, at: int) -> Piece:
    """`++word` minds its case, `+word` must be there, `-word` and `!word` must not."""
    if text.startswith("++", at) and (found := WORD.match(text, at + 2)):
        return Piece(Kind.EXACT, at, found.end(), found[0])
    return Piece(Kind.AND if text[at] == "+" else Kind.NOT, at, at + 1, text[at])

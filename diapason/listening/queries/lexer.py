"""A query cut into its pieces, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.words import HIDDEN


class Kind(StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    QUOTED = "quoted"
    WORD = "word"
    FIELD = "field"
    END = "end"


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is what was written, or said between quotation marks, or the name of a field; `operator` how a field compares;
    `distance` and `ordered` are of NEAR."""

    kind: Kind
    position: int
    text: str = ""
    operator: str = ":"
    distance: int = 0
    ordered: bool = False


QUOTES = {'"': '"', "“": '”„"', "«": "»", "„": "“”"}
USUAL, FARTHEST = 5, 100
NEAR = re.compile(r"(O?)NEAR(?:/([^\s()\"“”„«»]*))?(?=[\s()\"“”„«»]|$)")
FIELD = re.compile(r"([A-Za-zÀ-ÿ_]+):\s*(>=|<=|>|<)?\s*")
BARE = re.compile(r"[^\s()\"“”„«»]+")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a query, the last being END. Raises QueryError for what cannot be cut."""
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace() or sign in HIDDEN:
            at += 1
            continue
        piece, at = piece_at(text, at)
        yield piece
    yield Piece(Kind.END, len(text))


def piece_at(text: str, at: int) -> tuple[Piece, int]:
    sign = text[at]
    if sign in "()":
        return Piece(Kind(sign), at, sign), at + 1
    if sign in QUOTES:
        return quoted(text, at)
    if sign in "”»":
        raise QueryError(at, _("This quotation mark closes nothing."), _("Open it before the first word, or remove it."))
    if near := NEAR.match(text, at):
        return near_piece(near), near.end()
    if sign == "-" and at + 1 < len(text) and not text[at + 1].isspace():
        return Piece(Kind.NOT, at, "-"), at + 1
    if (field := FIELD.match(text, at)) and not ADDRESS.match(text, at):
        return field_piece(field), field.end()
    word = bare_at(text, at)
    seen = word.strip(HIDDEN)
    kind = Kind(seen) if seen in {"AND", "OR", "NOT"} else Kind.WORD
    return Piece(kind, at, word), at + len(word)


def bare_at(text: str, at: int) -> str:
    """What goes on until something else begins: every other sign has been taken."""
    found = BARE.match(text, at)
    return found[0] if found else text[at]


def quoted(text: str, at: int) -> tuple[Piece, int]:
    closing = QUOTES[text[at]]
    end = next((place for place in range(at + 1, len(text)) if text[place] in closing), -1)
    if end < 0:
        raise QueryError(at, _("This quotation mark is not closed."), _("Write one after the last word of the phrase."))
    return Piece(Kind.QUOTED, at, text[at + 1 : end]), end + 1


def near_piece(found: re.Match[str]) -> Piece:
    given = str(USUAL) if found[2] is None else found[2]
    distance = int(given) if given.isdecimal() and len(given) <= len(str(FARTHEST)) else 0
    if not 1 <= distance <= FARTHEST:
        raise QueryError(
            found.start(),
            _("NEAR counts words, from 1 to %(most)d.") % {"most": FARTHEST},
            _("Write NEAR/5 for “within five words”."),
        )
    return Piece(Kind.NEAR, found.start(), found.group(), distance=distance, ordered=bool(found[1]))


def field_piece(found: re.Match[str]) -> Piece:
    name = found[1].lower()
    if name not in fields.NAMES:
        near = fields.closest(name)
        cure = (
            _("Did you mean “%(name)s:”? To look for the words themselves, put them in quotation marks.") % {"name": near}
            if near
            else _("There are %(names)s. To look for the words themselves, put them in quotation marks.")
            % {"names": ", ".join(f"{each}:" for each in fields.NAMES)}
        )
        raise QueryError(found.start(), _("There is no field “%(name)s:”.") % {"name": found[1]}, cure)
    return Piece(Kind.FIELD, found.start(), name, operator=found[2] or ":")

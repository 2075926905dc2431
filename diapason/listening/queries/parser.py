"""From the text of a query to its tree.

    query    = and ("OR" and)*
    and      = not ("AND"? not)*                two things side by side are both wanted
    not      = ("NOT" | "-") not | near
    near     = one (("NEAR/n" | "ONEAR/n") one)*
    one      = "(" query ")" | field ":" value | field ":" "(" query ")" | "phrase" | word

Operators are written in capitals; `and` is a word like any other.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError, closes_nothing, inside_another, no_word, says_nothing, too_many
from diapason.listening.queries.lexer import Kind, Piece, pieces
from diapason.listening.queries.nodes import PLACED, And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.words import fold, raw_words, words

MOST_LETTERS = 20_000
MOST_TERMS = 1_000
DEEPEST = 50
LETTERS_OF_WILD = 2  # beside its stars: with fewer it would find nearly everything
BEGINS = {Kind.OPEN, Kind.NOT, Kind.QUOTED, Kind.WORD, Kind.FIELD}

Leaf = Callable[[Piece], Node]


def parse(text: str) -> Node:
    """The tree of a query. Raises QueryError, which points at the first character that is wrong."""
    if len(text) > MOST_LETTERS:
        raise too_many(MOST_LETTERS, _("This query is too long: %(most)d characters at most."), MOST_LETTERS)
    reader = Reader(list(pieces(text)))
    if reader.here.kind is Kind.END:
        raise QueryError(0, _("This query is empty."), _("Write the words to hear of: a name, a “phrase”, a #tag."))
    found = reader.query(reader.term)
    reader.expect_end()
    if not asks(found):
        raise QueryError(0, _("This query only says what is not wanted."), _("Say first what to hear of, then NOT and what to leave out."))
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
    """Reads the pieces from left to right. `leaf` makes a node of a word or a quoted text: what it means depends on its field."""

    def __init__(self, found: list[Piece]) -> None:
        self.pieces, self.at, self.depth, self.terms = found, 0, 0, 0

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

    def query(self, leaf: Leaf) -> Node:
        parts = [self.every(leaf)]
        while self.here.kind is Kind.OR:
            self.operand_after(self.take())
            parts.append(self.every(leaf))
        return gathered(Or, parts)

    def every(self, leaf: Leaf) -> Node:
        parts = [self.negated(leaf)]
        while self.here.kind is Kind.AND or self.here.kind in BEGINS:
            if self.here.kind is Kind.AND:
                self.operand_after(self.take())
            parts.append(self.negated(leaf))
        return gathered(And, parts)

    def negated(self, leaf: Leaf) -> Node:
        if self.here.kind is not Kind.NOT:
            return self.near(leaf)
        self.deeper(self.here)
        self.operand_after(self.take())
        part = self.negated(leaf)
        self.depth -= 1
        return part.part if isinstance(part, Not) else Not(part)

    def near(self, leaf: Leaf) -> Node:
        start = self.here.position
        found = self.one(leaf)
        while self.here.kind is Kind.NEAR:
            operator = self.take()
            self.operand_after(operator)
            self.placed(found, start)
            place = self.here.position
            right = self.one(leaf)
            self.placed(right, place)
            found = Near(found, right, operator.distance, operator.ordered)
        return found

    def one(self, leaf: Leaf) -> Node:
        piece = self.take()
        if piece.kind is Kind.OPEN:
            return self.group(piece, leaf)
        if piece.kind is Kind.FIELD:
            return self.field(piece, leaf)
        if piece.kind in {Kind.WORD, Kind.QUOTED}:
            self.terms += 1
            if self.terms > MOST_TERMS:
                raise too_many(piece.position, _("This query has more than %(most)d words."), MOST_TERMS)
            return leaf(piece)
        raise misplaced(piece)

    def group(self, opening: Piece, leaf: Leaf) -> Node:
        self.deeper(opening)
        if self.is_next(Kind.CLOSE):
            raise QueryError(opening.position, _("There is nothing between these parentheses."), _("Write words in them, or remove them."))
        found = self.query(leaf)
        if not self.is_next(Kind.CLOSE):
            raise QueryError(opening.position, _("This parenthesis is not closed."), _("Write “)” where its part ends."))
        self.take()
        self.depth -= 1
        return found

    def field(self, piece: Piece, leaf: Leaf) -> Node:
        """A field, before one value or before a group of them."""
        name = piece.text
        if self.here.kind not in {Kind.WORD, Kind.QUOTED, Kind.OPEN} and not (name == "title" and self.here.kind is Kind.FIELD):
            example = fields.FIELDS[name].example if name in fields.FIELDS else f'{name}:"…"'
            raise says_nothing(piece.position, name, example)
        if leaf != self.term and not (leaf == self.in_title and name == "raw"):
            raise inside_another(piece.position)
        if name == "title":
            start = self.here.position
            part = self.one(self.in_title)
            self.words_only(part, start)
            return Title(part)
        if name == "raw":
            return self.one(self.as_written)
        return self.one(lambda found: Field(name, *fields.checked(name, piece.operator, found.text, found.position)))

    # ── What a word or a quoted text means ───────────────────────────────────────────────────────────────────────────
    def term(self, piece: Piece) -> Node:
        if piece.kind is Kind.WORD and ("*" in piece.text or "?" in piece.text.rstrip("?")):
            return wild(piece)
        found = words(piece.text.rstrip("?") if piece.kind is Kind.WORD else piece.text)
        if not found:
            raise no_word(piece.position)
        return Word(found[0]) if len(found) == 1 else Phrase(tuple(found))

    def in_title(self, piece: Piece) -> Node:
        return self.term(piece)

    def as_written(self, piece: Piece) -> Node:
        found = raw_words(piece.text)
        if not found:
            raise no_word(piece.position)
        return Raw(tuple(found))

    # ── What must not be ─────────────────────────────────────────────────────────────────────────────────────────────
    def deeper(self, piece: Piece) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_many(piece.position, _("There are more than %(most)d levels here."), DEEPEST)

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

    def words_only(self, node: Node, position: int) -> None:
        if isinstance(node, Field):
            raise inside_another(position)


def gathered(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """One node for all of them; those of a group of the same kind join it."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else kind(kept)


def wild(piece: Piece) -> Node:
    pattern = fold(piece.text)
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

"""A query as blocks that are clicked together, always in step with its tree: `blocks` makes them of a tree, `tree` makes a tree of them.

A block is a group (all of, any of, none of its parts) or one thing to find, with its own controls. What has no control of its own (groups
inside NEAR, a title with more than one thing in it, what is very deep, what would be too many) is a block of text: it is shown as it is
written and loses nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError, closes_nothing, no_word
from diapason.listening.queries.lexer import FARTHEST, USUAL, Kind, Piece
from diapason.listening.queries.nodes import And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.parser import as_written, gathered, part, said
from diapason.listening.queries.writing import written

ALL, ANY, NONE = "all", "any", "none"
GROUPS = (ALL, ANY, NONE)
WORD, PHRASE, RAW, TAG, ACCOUNT, NEAR, FIELD, TITLE, LIST, TEXT = (
    "word", "phrase", "raw", "tag", "account", "near", "field", "title", "list", "text",
)  # fmt: skip
LEAVES = (WORD, PHRASE, TAG, ACCOUNT, RAW, NEAR, FIELD, TITLE, LIST, TEXT)
KINDS = (*GROUPS, *LEAVES)
DEEPEST = 4  # levels that are shown; what is deeper is text
MOST = 60  # blocks that are shown; of larger queries, groups of words are one block
SIGNS = {TAG: "#", ACCOUNT: "@"}
SIMPLE = (Word, Wild, Phrase)


@dataclass(slots=True)
class Block:
    """`values` are those of its controls: `text` of most; `left`, `right`, `distance` and `ordered` of NEAR; `name`, `operator` and
    `value` of a field."""

    kind: str
    parts: list["Block"] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.values.get("text", "").strip()


# ── From the tree ────────────────────────────────────────────────────────────────────────────────────────────────────
def blocks(node: Node) -> Block:
    """The root is always a group."""
    found = block(node, 0, room=size(node) <= MOST)
    if sum(1 for _ in walk(found)) > 2 * MOST:
        found = of_text(TEXT, written(node))
    return found if found.kind in GROUPS else Block(ALL, [found])


def size(node: Node) -> int:
    if isinstance(node, (And, Or)):
        return 1 + sum(map(size, node.parts))
    return 1 + size(node.part) if isinstance(node, Not) else 1


def block(node: Node, depth: int, *, room: bool) -> Block:
    if isinstance(node, Or) and not room and all(isinstance(each, SIMPLE) for each in node.parts):
        return of_text(LIST, ", ".join(map(written, node.parts)))
    if isinstance(node, (And, Or, Not)) and (depth >= DEEPEST or (not room and len(parts_of(node)) > MOST)):
        return of_text(TEXT, written(node))
    if isinstance(node, (And, Or, Not)):
        kind = {And: ALL, Or: ANY, Not: NONE}[type(node)]
        return Block(kind, [block(each, depth + 1, room=room) for each in parts_of(node)])
    return leaf(node)


def parts_of(node: And | Or | Not) -> tuple[Node, ...]:
    if isinstance(node, Not):
        return node.part.parts if isinstance(node.part, Or) else (node.part,)
    return node.parts


def of_text(kind: str, text: str) -> Block:
    return Block(kind, values={"text": text})


def leaf(node: Node) -> Block:
    if isinstance(node, (Word, Wild)):
        return of_word(node.text if isinstance(node, Word) else node.pattern)
    if isinstance(node, Phrase):
        return of_text(PHRASE, " ".join(node.words))
    if isinstance(node, Raw):
        return of_text(RAW, " ".join(node.words))
    if isinstance(node, Field):
        return Block(FIELD, values={"name": node.name, "operator": node.operator, "value": node.value})
    if isinstance(node, Title) and isinstance(node.part, SIMPLE):
        return of_text(TITLE, written(node.part))
    if isinstance(node, Near) and is_side(node.left) and is_side(node.right):
        known = {"left": written(node.left), "right": written(node.right), "distance": str(node.distance)}
        return Block(NEAR, values=known | ({"ordered": "1"} if node.ordered else {}))
    return of_text(TEXT, written(node))


def of_word(text: str) -> Block:
    kind = {"#": TAG, "@": ACCOUNT}.get(text[0], WORD)
    return of_text(kind, text if kind == WORD else text[1:])


def is_side(node: Node) -> bool:
    """What the control of one side of NEAR holds: something to find, or several of which one is enough."""
    return isinstance(node, (*SIMPLE, Raw)) or (isinstance(node, Or) and all(isinstance(each, (*SIMPLE, Raw)) for each in node.parts))


# ── To the tree ──────────────────────────────────────────────────────────────────────────────────────────────────────
def text_of(root: Block) -> str:
    """The text of the query; empty where no block says anything yet. Raises QueryError, at no place in particular."""
    node = tree(root)
    return written(node) if node else ""


def tree(found: Block) -> Node | None:
    """None for what says nothing yet. Raises QueryError."""
    if found.kind not in GROUPS:
        return node_of(found) if is_filled(found) else None
    parts = [node for each in found.parts if (node := tree(each))]
    if not parts:
        return None
    if found.kind == ALL:
        return gathered(And, parts)
    any_of = gathered(Or, parts)
    if found.kind == ANY:
        return any_of
    return any_of.part if isinstance(any_of, Not) else Not(any_of)


def is_filled(found: Block) -> bool:
    names = {NEAR: ("left", "right"), FIELD: ("value",)}.get(found.kind, ("text",))
    return all(found.values.get(name, "").strip() for name in names)


def node_of(found: Block) -> Node:
    values, text = found.values, found.text
    if found.kind == FIELD:
        name = values.get("name", "")
        if name not in fields.FIELDS:
            raise QueryError(0, _("There is no field “%(name)s:”.") % {"name": name}, _("Choose one in the list."))
        operator = values.get("operator", ":") if fields.FIELDS[name].compared else ":"
        return Field(name, *fields.checked(name, operator, values["value"], 0))
    if found.kind == NEAR:
        return near(values)
    if found.kind == RAW:
        return as_written(Piece(Kind.QUOTED, 0, text))
    if found.kind == TITLE:
        return title(text)
    if found.kind == TEXT:
        return part(text)
    if found.kind == LIST:
        return one_of(re.split(r"[,;\n]", text))
    return word(SIGNS.get(found.kind, "") + text.lstrip("#@")) if found.kind in SIGNS else word(text, phrase=found.kind == PHRASE)


def word(text: str, *, phrase: bool = False) -> Node:
    """A word, with stars, or several one after another."""
    text = text.strip().strip('"“”„«»').strip()
    one = not phrase and not re.search(r"\s", text)
    return said(Piece(Kind.WORD if one else Kind.QUOTED, 0, text))


def one_of(items: Iterable[str]) -> Node:
    found = [word(item) for item in items if item.strip()]
    if not found:
        raise no_word(0)
    return gathered(Or, found)


def title(text: str) -> Node:
    node = part(f"title:({text})")
    if not isinstance(node, Title):  # the text closed our parenthesis
        raise closes_nothing(0)
    return node


def near(values: Mapping[str, str]) -> Node:
    distance = values.get("distance", "").strip() or str(USUAL)
    if not (distance.isascii() and distance.isdecimal() and 1 <= int(distance[:4]) <= FARTHEST):
        raise QueryError(0, _("NEAR counts words, from 1 to %(most)d.") % {"most": FARTHEST}, _("Write NEAR/5 for “within five words”."))
    left, right = side(values["left"]), side(values["right"])
    return Near(left, right, int(distance), ordered=bool(values.get("ordered")))


def side(text: str) -> Node:
    """`lampe`, `maison lumen` (a phrase), `lampe OR lampadaire`, `lampe, lampadaire`."""
    try:
        node = part(text)
    except QueryError:
        node = None
    if node is not None and is_side(node):
        return node
    return one_of(re.split(r"[,;\n]|\bOR\b", text))


# ── As a form ────────────────────────────────────────────────────────────────────────────────────────────────────────
Path = tuple[int, ...]
NAME = re.compile(r"b((?:-\d{1,3}){0,8})\.([a-z]{1,8})")
MOST_CONTROLS = 2_000


def read(given: Mapping[str, str]) -> Block:
    """The blocks of a form: `b.kind` of the root, `b-0.kind` of its first part, `b-0-2.text` of the third part of that one."""
    found: dict[Path, Block] = {}
    for name, value in list(given.items())[:MOST_CONTROLS]:
        if matched := NAME.fullmatch(name):
            path = tuple(map(int, matched[1].split("-")[1:]))
            found.setdefault(path, Block(TEXT)).values[matched[2]] = value.replace("\0", "")[:20_000]
    for path, each in sorted(found.items()):
        kind = each.values.pop("kind", "")
        each.kind = kind if kind in KINDS else TEXT
        if path and path[:-1] in found:
            found[path[:-1]].parts.append(each)
    root = found.get((), Block(ALL))
    return root if root.kind in GROUPS else Block(ALL, [root])


def walk(root: Block, path: Path = ()) -> Iterator[tuple[Path, Block]]:
    yield path, root
    for number, each in enumerate(root.parts):
        yield from walk(each, (*path, number))


def at(root: Block, path: Path) -> Block | None:
    for number in path:
        if number >= len(root.parts):
            return None
        root = root.parts[number]
    return root


def name_of(path: Path) -> str:
    return "b" + "".join(f"-{number}" for number in path)


def path_of(name: str) -> Path | None:
    matched = NAME.fullmatch(f"{name}.kind")
    return tuple(map(int, matched[1].split("-")[1:])) if matched else None


def act(root: Block, asked: str) -> Path | None:
    """`add:b-0:word` puts an empty block at the end of a group, `remove:b-0-1` takes one away; where one goes on."""
    verb, _colon, rest = asked.partition(":")
    name, _colon, kind = rest.partition(":")
    path = path_of(name)
    here = None if path is None else at(root, path)
    if path is None or here is None:
        return None
    if verb == "add" and here.kind in GROUPS and kind in KINDS and len(path) < DEEPEST * 2:
        new = Block(kind, [Block(WORD)] if kind in GROUPS else [])
        if kind == FIELD:
            new.values["name"] = next(iter(fields.FIELDS))
        here.parts.append(new)
        added = (*path, len(here.parts) - 1)
        return (*added, 0) if kind in GROUPS else added
    if verb == "remove" and path:
        group = at(root, path[:-1])
        if group is not None:
            del group.parts[path[-1]]
        return path[:-1]
    return path

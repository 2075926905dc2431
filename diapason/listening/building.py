"""A query as blocks on the screen: each with its name, its controls and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.listening import labels
from diapason.listening.queries import blocks, fields
from diapason.listening.queries.blocks import Block, Path
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.parser import part

Names = Mapping[str, Promise | str]
GROUPS: Names = {"all": _("All of"), "any": _("Any of"), "none": _("None of")}
LEAVES: Names = {
    "word": _("Word"),
    "phrase": _("Phrase"),
    "list": _("One of several words"),
    "near": _("Words near each other"),
    "tag": pgettext_lazy("of a post", "#Tag"),
    "account": _("@Account"),
    "field": _("About the mention"),
    "title": _("In the title"),
    "raw": _("Exact case"),
    "text": _("Text"),
}
ADDED = ("word", "phrase", "list", "near", "tag", "account", "field", "title", "raw", "any", "none", "all")
ADDED_NAMES = [(kind, GROUPS.get(kind) or LEAVES[kind]) for kind in ADDED]
FIELDS: Names = {
    "author": _("Author"),
    "site": _("Site"),
    "url": _("Address"),
    "lang": _("Language"),
    "country": _("Country"),
    "type": _("Kind"),
    "has": _("Comes with"),
    "followers": _("Followers"),
    "sentiment": _("Sentiment"),
    "intent": _("Intent"),
    "space": _("Space"),
}
VALUES: dict[str, Names] = {"sentiment": labels.TONES, "intent": labels.INTENTS, "type": labels.KINDS, "has": labels.PARTS}


@dataclass(slots=True)
class Shown:
    """`name` begins those of its controls; `goes_on` where the next thing is typed after an act."""

    block: Block
    path: Path
    parts: list["Shown"] = field(default_factory=list)
    error: str = ""
    goes_on: bool = False

    @property
    def name(self) -> str:
        return blocks.name_of(self.path)

    @property
    def kind(self) -> str:
        return self.block.kind

    @property
    def is_group(self) -> bool:
        return self.kind in blocks.GROUPS

    @property
    def label(self) -> Promise | str:
        return GROUPS.get(self.kind) or LEAVES[self.kind]

    @property
    def values(self) -> dict[str, str]:
        return self.block.values

    @property
    def holds_groups(self) -> bool:
        return len(self.path) < blocks.DEEPEST - 1

    @property
    def compared(self) -> bool:
        spec = fields.FIELDS.get(self.values.get("name", ""))
        return bool(spec and spec.compared)

    @property
    def choices(self) -> list[tuple[str, Promise | str]]:
        """The only values of a field, where there are such."""
        name = self.values.get("name", "")
        spec = fields.FIELDS.get(name)
        return [(value, VALUES.get(name, {}).get(value, value)) for value in spec.one_of] if spec else []

    @property
    def example(self) -> str:
        spec = fields.FIELDS.get(self.values.get("name", ""))
        return spec.example.partition(":")[2].strip('"') if spec else ""


@dataclass(slots=True)
class Builder:
    """`text` is what the blocks say, None while it must not replace what is typed; `error` says why there are no blocks, or no text."""

    root: Shown | None = None
    text: str | None = None
    error: str = ""


def field_names() -> list[tuple[str, Promise | str]]:
    return [(name, FIELDS.get(name, name)) for name in fields.FIELDS]


def of_text(text: str) -> Builder:
    """The blocks of what is typed."""
    if not text.strip():
        return Builder(shown(Block(blocks.ALL, [Block(blocks.WORD)])))
    try:
        return Builder(shown(blocks.blocks(part(text.strip()))))
    except QueryError as error:
        return Builder(error=error.message)


def of_form(given: Mapping[str, str]) -> Builder:
    """The text of what is clicked together, after the act that is asked for."""
    root = blocks.read(given)
    goes_on = blocks.act(root, given.get("act", ""))
    found = Builder(shown(root, (), goes_on))
    try:
        found.text = blocks.text_of(root)
    except QueryError as error:
        found.error = f"{error.message} {error.cure}"
    return found


def shown(block: Block, path: Path = (), goes_on: Path | None = None) -> Shown:
    found = Shown(block, path, goes_on=path == goes_on)
    if found.is_group:
        found.parts = [shown(each, (*path, number), goes_on) for number, each in enumerate(block.parts)]
        return found
    try:
        blocks.tree(block)
    except QueryError as error:
        found.error = f"{error.message} {error.cure}"
    return found

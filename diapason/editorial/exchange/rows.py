"""A row of a file as a post: every value checked, and every refusal said with its column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial import cleaning, sheet
from diapason.editorial.exchange import dates
from diapason.editorial.exchange.brand import Chosen, Names
from diapason.editorial.exchange.columns import BY_KEY
from diapason.editorial.exchange.tables import Cell, Row
from diapason.editorial.models import Post
from diapason.workspaces.models import Workspace

TEXTS = ("market", "seo_keywords", "call_to_action", "hashtags", "partners", "text", "brief")
KEPT = {Post.Status.IDEA, Post.Status.DRAFT, Post.Status.CANCELLED}  # the others are given here, by those who may


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is refused. `column` is the header of the file."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Draft:
    """What a line becomes: fields of Post, and the spaces of each network."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """`mapping` gives the column of each header, empty to leave it out; `lenient`: unknown names are left out, not refused."""

    workspace: Workspace
    names: Names
    headers: Sequence[str]
    mapping: Sequence[str]
    lenient: bool = False

    def read(self, row: Row) -> Draft:
        draft = Draft(row.line)
        for header, key, cell in zip(self.headers, self.mapping, [*row.cells, *[None] * len(self.headers)], strict=False):
            if key not in BY_KEY:
                continue
            try:
                self.put(draft, key, cell)
            except ValidationError as error:
                draft.problems.append(Problem(row.line, header, " ".join(error.messages)))
        self.complete(draft)
        return draft

    def put(self, draft: Draft, key: str, cell: Cell) -> None:
        if key in dates_of:
            draft.values[key] = dates_of[key](cell, self.workspace)
            return
        value = words(cell)
        if key == "networks":
            self.choose(draft, value)
        elif key in self.names.rows:
            draft.values[f"{key}_id"] = self.name(lambda: self.names.row(key, value))
        elif key in self.names.choices:
            draft.values[key] = self.name(lambda: self.names.choice(key, value)) or ""
        elif key == "language":
            draft.values[key] = self.name(lambda: self.names.language(value)) or ""
        elif key == "link":
            draft.values[key] = cleaning.link(value)
        elif key == "title":
            draft.values[key] = cleaning.text("title", value) if value.strip() else ""
        elif key in TEXTS:
            draft.values[key] = cleaning.text(key, value)

    def name(self, find: Callable[[], Any]) -> Any:
        try:
            return find()
        except ValidationError:
            if self.lenient:
                return None
            raise

    def choose(self, draft: Draft, value: str) -> None:
        draft.chosen, unknown = self.names.chosen(value)
        if unknown and not self.lenient:
            raise ValidationError(_("“%(name)s” is neither a network nor a space of this brand.") % {"name": ", ".join(unknown)[:80]})

    def complete(self, draft: Draft) -> None:
        """What a post cannot be without."""
        values = draft.values
        first = next((line.strip() for line in values.get("text", "").splitlines() if line.strip()), "")
        values["title"] = values.get("title") or first[:80]
        if not values["title"] and not draft.problems:
            title = next(
                (header for header, key in zip(self.headers, self.mapping, strict=False) if key == "title"), str(BY_KEY["title"].label)
            )
            draft.problems.append(Problem(draft.line, title, _("There is neither a title nor a text.")))
        values["language"] = values.get("language") or self.workspace.language
        values["market"] = values.get("market") or self.workspace.market
        values["status"] = status(values.get("status", ""), values)


def status(asked: str, values: dict[str, Any]) -> str:
    """Approval is not imported: what was approved or scheduled elsewhere is a draft here; what is past and was published stays so."""
    publish_at: datetime | None = values.get("publish_at")
    if asked == Post.Status.PUBLISHED and publish_at and publish_at < clock.now():
        return asked
    if asked in KEPT:
        return asked
    return Post.Status.DRAFT if asked or values.get("text") else Post.Status.IDEA


def words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return sheet.plain(str(cell))


dates_of: dict[str, Callable[[Cell, Workspace], datetime | None]] = {
    "publish_at": lambda cell, workspace: dates.read(cell, workspace.tz),
    "writing_due": lambda cell, workspace: dates.read(cell, workspace.tz, dates.END_OF_DAY),
    "approval_due": lambda cell, workspace: dates.read(cell, workspace.tz, dates.END_OF_DAY),
}

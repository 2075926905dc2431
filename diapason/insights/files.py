"""Results as files: CSV for programs, XLSX with real numbers and dates for people."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from diapason.core.csv_cells import lines, safe
from diapason.insights.models import Outcome
from diapason.insights.networks import name_of
from diapason.insights.posts_table import FIGURES
from diapason.workspaces.models import Workspace

Cell = str | int | float | None | object


def heads() -> list[str]:
    texts = [_("Published on"), _("Network"), _("Space"), _("Post"), _("Objective"), _("Address")]
    figures = [_("Displays"), _("People reached"), _("Engagement"), _("Likes"), _("Reposts"), _("Replies"), _("Clicks"), _("Conversions")]
    return [*texts, *figures, _("Value"), _("Currency"), _("Read at")]


def cells(outcome: Outcome, workspace: Workspace) -> list[Cell]:
    """One post; times are those of the brand, without a zone, as spreadsheets want them."""
    read = outcome.read_at.astimezone(workspace.tz).replace(tzinfo=None, microsecond=0) if outcome.read_at else None
    published = outcome.published_at.astimezone(workspace.tz).replace(tzinfo=None, microsecond=0)
    texts = [
        name_of(outcome.network),
        str(outcome.space),
        str(outcome.post or ""),
        str(outcome.objective or ""),
        outcome.delivery.remote_url,
    ]
    value = float(outcome.value) if outcome.value is not None else None
    return [published, *map(safe, texts), *(getattr(outcome, name) for name in FIGURES), value, outcome.currency, read]


def as_csv(rows: Iterable[Outcome], workspace: Workspace) -> Iterator[str]:
    return lines(chain([heads()], (cells(outcome, workspace) for outcome in rows)))


def as_xlsx(rows: Iterable[Outcome], workspace: Workspace) -> bytes:
    book = Workbook(write_only=True)
    write_posts(book, rows, workspace)
    return saved(book)


def write_posts(book: Workbook, rows: Iterable[Outcome], workspace: Workspace) -> None:
    sheet = book.create_sheet(_("Posts"))
    for number, width in enumerate([18, 14, 22, 48, 26, 40], 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([bold(sheet, head) for head in heads()])
    for outcome in rows:
        sheet.append(cells(outcome, workspace))


def bold(sheet: object, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)  # type: ignore[arg-type]
    cell.font = Font(bold=True)
    return cell


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""Figures as tables that leave: every chart and list of a query, as CSV or Parquet, or all of them as the sheets of one workbook or as the
files of one ZIP."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from diapason.core import parquet
from diapason.core.charts import Chart
from diapason.core.csv_cells import lines, safe
from diapason.listening import figures, filtering, places
from diapason.listening.figures import Heard
from diapason.listening.models import Query
from diapason.listening.store.base import Tally, What
from diapason.workspaces import cutting
from diapason.workspaces.periods import Period

Cell = str | int | float | None | object
MOST = 1000  # lines of a list: what comes after is said once or twice
FIRST = 32  # width of the first column; of the others it is 14


@dataclass(frozen=True, slots=True)
class Table:
    """Texts of other people are as they wrote them: each way out makes them safe for who opens it."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def of_chart(chart: Chart, period: Period) -> Table:
    """Its points as dates, and what is missing as an empty cell."""
    firsts = [part.start for part in cutting.buckets(period)]
    series = [each for each in chart.series if not each.muted]
    rows = [[day, *(each.values[at] for each in series)] for at, day in enumerate(firsts)]
    return Table(chart.title, [chart.first, *(each.name for each in series)], rows)


def tallies(title: str, head: str, rows: Sequence[tuple[str, Tally]]) -> Table:
    heads = [head, _("Mentions"), _("Negative"), _("Positive"), _("Reach")]
    return Table(title, heads, [[name, each.mentions, each.negative, each.positive, each.reach or None] for name, each in rows])


def queries(rows: Sequence[Heard]) -> Table:
    heads = [
        _("Query"),
        _("What it is about"),
        _("Mentions"),
        _("Before"),
        _("Against before"),
        _("Share of voice"),
        _("Negative"),
        _("Positive"),
    ]
    cells = [
        [str(row.query), str(row.query.get_purpose_display()), row.mentions, row.before or None]
        + [None if each is None else float(each) for each in (row.change, row.share, row.negative, row.positive)]
        for row in rows
    ]
    return Table(_("Queries"), heads, cells)


# ── Of one query ─────────────────────────────────────────────────────────────────────────────────────────────────────
def volume(query: Query, period: Period) -> Table:
    today, lead = query.workspace.today, filtering.leading(query.workspace, query)
    return of_chart(figures.tones(query, period, today, lead), period)


def words(query: Query, period: Period) -> Table:
    return tallies(_("Words"), _("Word"), figures.named(figures.words(query, period, MOST)))


def rising(query: Query, period: Period) -> Table:
    rows = [[each.word, each.mentions, round(each.usual, 1)] for each in figures.rising(query, period, MOST)]
    return Table(_("Rising words"), [_("Word"), _("Mentions"), _("Usual")], rows)


def sites(query: Query, period: Period) -> Table:
    return tallies(_("Sites"), _("Site"), figures.named(figures.top(query, What.SITE, period, MOST)))


def authors(query: Query, period: Period) -> Table:
    heads = [_("Name"), _("Relevance"), _("Mentions"), _("Followers"), _("Negative"), _("Positive")]
    rows = [
        [each.name, each.relevance, each.tally.mentions, each.followers, each.tally.negative, each.tally.positive]
        for each in figures.authors(query, period, figures.AMONG)
    ]
    return Table(_("Authors"), heads, rows)


def sources(query: Query, period: Period) -> Table:
    return tallies(_("Sources"), _("Source"), places.sources(query, period, MOST))


def countries(query: Query, period: Period) -> Table:
    return tallies(_("Countries"), _("Country"), [(each.name, each.tally) for each in places.countries(query, period)])


Maker = Callable[[Query, Period], Table]
OF_QUERY: dict[str, tuple[Promise | str, Maker]] = {
    "volume": (gettext_lazy("Mentions by day"), volume),
    "words": (gettext_lazy("Words"), words),
    "rising": (gettext_lazy("Rising words"), rising),
    "sites": (gettext_lazy("Sites"), sites),
    "authors": (gettext_lazy("Authors"), authors),
    "sources": (gettext_lazy("Sources"), sources),
    "countries": (gettext_lazy("Countries"), countries),
}


# ── As files ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def as_csv(table: Table) -> Iterator[str]:
    return lines(map(safely, [table.heads, *table.rows]))


def safely(row: Sequence[Cell]) -> list[Cell]:
    return [safe(cell) if isinstance(cell, str) else cell for cell in row]


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A sheet for each; numbers are numbers, dates are dates."""
    book = Workbook(write_only=True)
    for table in tables:
        write(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(table: Table) -> bytes:
    """Its heads are those that are read on screen. A column holds days, whole numbers, numbers or texts, by what is in it."""
    out = io.BytesIO()
    fields, columns = list[parquet.Field](), list[list[Cell]]()
    for number, head in enumerate(table.heads):
        column = [row[number] for row in table.rows]
        kind = kind_of(column, "number" if number else "text")
        fields.append((head if head not in dict(fields) else f"{head} ({number + 1})", kind))
        columns.append([None if cell is None else str(cell) for cell in column] if kind == "text" else column)
    parquet.write(out, fields, zip(*columns, strict=True))
    return out.getvalue()


def kind_of(column: Sequence[Cell], usual: parquet.Kind) -> parquet.Kind:
    """`usual` where nothing is known."""
    known = [cell for cell in column if cell is not None]
    if not known:
        return usual
    if all(isinstance(cell, date) for cell in known):
        return "day"
    if all(isinstance(cell, int) for cell in known):
        return "whole"
    return "number" if all(isinstance(cell, int | float) for cell in known) else "text"


def as_parquets(tables: Sequence[tuple[str, Table]]) -> bytes:
    """A file for each, under its code, in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # what it holds is compressed already
        for code, table in tables:
            archive.writestr(f"{code}.parquet", as_parquet(table))
    return out.getvalue()


def write(book: Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(table.title[:31])
    for number in range(1, len(table.heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = FIRST if number == 1 else 14
    sheet.freeze_panes = "B2"
    sheet.append([bold(sheet, head) for head in table.heads])
    for row in table.rows:
        sheet.append(safely(row))


def bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def file_name(*parts: object, kind: str) -> str:
    return "-".join(slugify(str(part)) for part in parts if part) + f".{kind}"

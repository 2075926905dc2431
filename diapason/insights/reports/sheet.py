"""The spreadsheet of a report: real numbers and dates, with the words beside."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from diapason.core.csv_cells import safe
from diapason.insights import files, posts_table
from diapason.insights.files import bold
from diapason.insights.kpis import Value
from diapason.insights.networks import COMPARED
from diapason.insights.reports.document import Document, state
from diapason.strategy.kpis import CATALOGUE, Unit

FORMATS = {Unit.SHARE: "0.0%", Unit.COUNT: "#,##0", Unit.MONEY: "#,##0.00", Unit.DURATION: "[h]:mm"}
SECONDS_A_DAY = 86400


def make(document: Document) -> bytes:
    book = Workbook(write_only=True)
    for write in (summary, indicators, goals, networks):
        write(book, document)
    workspace = document.report.workspace
    rows = posts_table.rows(workspace, document.facts.period, posts_table.Filters())
    files.write_posts(book, posts_table.every(rows), workspace)
    return files.saved(book)


def sheet(book: Workbook, title: str, heads: list[str], widths: list[int]) -> Any:
    made: Any = book.create_sheet(title[:31])
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        made.column_dimensions[letter].width = width
    if heads:
        made.freeze_panes = "A2"
        made.append([bold(made, head) for head in heads])
    return made


def cell(made: Any, value: Value | None) -> object:
    """A number that the spreadsheet can add up; empty where the figure is missing. A delay is a time."""
    if value is None or value.value is None:
        return None
    return amount(made, value.value, value.kpi.unit)


def amount(made: Any, number: Decimal, unit: Unit) -> object:
    written = WriteOnlyCell(made, value=float(number / SECONDS_A_DAY if unit == Unit.DURATION else number))
    written.number_format = FORMATS[unit]
    return written


def summary(book: Workbook, document: Document) -> None:
    made = sheet(book, pgettext("report", "Summary"), [], [110])
    made.append([bold(made, document.title)])
    made.append([safe(document.report.workspace.name)])
    for line in [*document.report.note.splitlines(), *document.summary]:
        made.append([safe(line)])
    if document.advice:
        made.append([])
        made.append([bold(made, _("What to change next"))])
    for each in document.advice:
        made.append([safe(f"{each.act} {each.evidence}")])


def indicators(book: Workbook, document: Document) -> None:
    heads = [_("Indicator"), _("This period"), _("Period before"), _("Difference"), _("Currency"), _("Definition"), _("Why it is missing")]
    made = sheet(book, _("Indicators"), heads, [28, 16, 16, 12, 10, 80, 50])
    for row in document.facts.indicators:
        change = None if row.change is None else amount(made, row.change, Unit.SHARE)
        texts = [row.now.unit, str(row.now.kpi.formula), str(row.now.reason)]
        made.append([str(row.now.kpi.name), cell(made, row.now), cell(made, row.before), change, *texts])


def goals(book: Workbook, document: Document) -> None:
    heads = [_("Objective"), _("Indicator"), _("Value"), _("Target"), _("Progress"), _("Currency")]
    made = sheet(book, _("Objectives"), heads, [36, 28, 16, 16, 40, 10])
    for goal in document.facts.goals:
        aim = amount(made, goal.target, goal.value.kpi.unit)
        made.append([safe(goal.name), str(goal.value.kpi.name), cell(made, goal.value), aim, state(goal), goal.value.unit])


def networks(book: Workbook, document: Document) -> None:
    made = sheet(book, _("Networks"), [_("Network"), *(str(CATALOGUE[code].name) for code in COMPARED)], [22, 14, 14, 14, 14, 14, 14])
    for row in document.facts.networks:
        made.append([row.name, *(cell(made, value) for value in row.values)])

"""Reading the rows of a file that a person sent: CSV of any usual kind, or XLSX. Nothing in it is trusted."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.core.csv_cells import plain

MOST_ROWS = 20_000
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024  # of a workbook; a real one of 20 MB unpacks to about 150
MOST_COLUMNS = 100
MOST_MERGED = 5_000
LONGEST_CELL = 200_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
Cell = str | float | int | bool | datetime | date | time | None


class Unreadable(Exception):
    """The file cannot be taken at all; the sentence says why and what to do."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__()
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is that of the file as a spreadsheet numbers it: the headers are line 1 where nothing stands above them."""

    line: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    headers: list[str]
    rows: list[Row]


def read(content: bytes) -> Table:
    """The first row that holds anything is the headers; empty rows are left out. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise too_heavy()
    if content.startswith(OLD_EXCEL):
        raise Unreadable(
            _("This is a workbook of an old Excel, or a protected one. Save it as .xlsx without a password, then send it again.")
        )
    lines = read_xlsx(content) if content.startswith(b"PK") else read_csv(content)
    return table_of(lines)


def too_heavy() -> Unreadable:
    return Unreadable(_("This file is larger than 20 MB. Split it by quarter, or leave out the columns that Diapason does not read."))


def table_of(lines: Iterator[list[Cell]]) -> Table:
    headers: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(lines, 1):
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        if not headers:
            headers = [str(cell if cell is not None else "").strip()[:200] for cell in cells[:MOST_COLUMNS]]
            continue
        if len(rows) >= MOST_ROWS:
            raise Unreadable(_("This file has more than 20,000 lines. Split it, for example by year."))
        rows.append(Row(number, cells[: len(headers)]))
    if not rows:
        raise Unreadable(_("There is nothing to import: the file needs a line of headers and at least one line below it."))
    return Table(headers, rows)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_csv(content: bytes) -> Iterator[list[Cell]]:
    text = decode(content)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), skipinitialspace=False)
    try:
        for cells in reader:
            yield [unescaped(cell) for cell in cells]
    except csv.Error:
        raise Unreadable(
            _("Line %(line)s cannot be read: a quotation mark is open, or a cell is too long.") % {"line": reader.line_num}
        ) from None


def decode(content: bytes) -> str:
    """UTF-8 and UTF-16 by their mark, else UTF-8, else Windows-1252, which is what Excel writes in French. Raises Unreadable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if not is_junk(text):
            return text
    raise Unreadable(_("This is not a text file that can be read. Send a CSV file or an .xlsx workbook."))


def is_junk(text: str) -> bool:
    """Whether the beginning holds signs that no text has: an image, a program, a document."""
    start = text[:20_000]
    return "\0" in text or sum(sign < " " and sign not in "\t\r\n\f\v" for sign in start) > len(start) / 500


def delimiter(text: str) -> str:
    """The one of semicolon, tab and comma that parts the first line most, outside quotation marks."""
    first = re.sub(r'"[^"]*"', "", text[:50_000]).lstrip().split("\n", 1)[0]
    return max(";\t,", key=first.count)


def unescaped(cell: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would take for a formula."""
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return plain(cell)


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_xlsx(content: bytes) -> Iterator[list[Cell]]:
    """The sheet that was open when the workbook was saved: values of formulas, and of merged cells in each of their cells."""
    refuse_dangerous(content)
    from openpyxl import load_workbook

    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)) as book:
            sheet: Any = book.active or book.worksheets[0]
            sheet.reset_dimensions()
            covered = merged(content, sheet)
            yield from fill(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), covered)
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever its parsers do on a damaged workbook
        raise Unreadable(_("This workbook is damaged or is not a spreadsheet. Open it, save it as .xlsx, then send it again.")) from None


def refuse_dangerous(content: bytes) -> None:
    """Looks at the list of the archive before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable(_("This workbook is damaged. Open it, save it as .xlsx, then send it again.")) from None
    names = {member.filename.lower() for member in members}
    if any(name.endswith(("vbaproject.bin", ".bin.rels")) and "vba" in name for name in names):
        raise Unreadable(_("This workbook holds macros. Save it as .xlsx, without macros, then send it again."))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This archive is not an Excel workbook. Send a CSV file or an .xlsx workbook."))
    if len(members) > 2_000 or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(_("This workbook is far larger once unpacked than any calendar. It was not opened."))


def merged(content: bytes, sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """The (row, column) of each cell covered by another, and of the one that covers it."""
    from openpyxl.utils.cell import range_boundaries

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = MERGED.findall(archive.read(sheet._worksheet_path))
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for reference in found[:MOST_MERGED]:
        left, top, right, bottom = range_boundaries(reference.decode())
        if left is None or top is None or right is None or bottom is None or right > MOST_COLUMNS or bottom - top > MOST_ROWS:
            continue
        if len(covered) > MOST_ROWS * 5:
            break
        covered |= {(row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return covered


def fill(rows: Any, covered: dict[tuple[int, int], tuple[int, int]]) -> Iterator[list[Cell]]:
    sources, values = set(covered.values()), {}
    for number, row in enumerate(rows, 1):
        cells = [unescaped(cell[:LONGEST_CELL]) if isinstance(cell, str) else cell for cell in row]
        for place, cell in enumerate(cells):
            at = (number, place + 1)
            if at in sources:
                values[at] = cell
            elif at in covered and cell is None:
                cells[place] = values.get(covered[at])
        yield cells

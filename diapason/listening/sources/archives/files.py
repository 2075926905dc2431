"""Which kind of file it is, how it is written, and its records."""

import codecs
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.editorial.exchange.tables import OLD_EXCEL, Unreadable, delimiter, is_junk
from diapason.listening.mentions import storable
from diapason.listening.sources.archives import parquet
from diapason.listening.sources.archives.lines import Csv, Place, Record, fields_of, json_records, physical

LOOKED_AT = 200_000  # bytes
SAMPLE = 200  # records
MOST_COLUMNS = 200
MOST_UNPACKED = 400_000_000  # bytes of a workbook
MOST_EMPTY = 50_000  # rows one after another: a sheet that ends in more, or says that its next one is the billionth, is at its end
ENCODINGS: dict[str, Promise | str] = {
    "utf-8-sig": _("Unicode (UTF-8)"),
    "cp1252": _("Western Europe (Windows)"),
    "iso8859-15": _("Western Europe (ISO 8859-15)"),
    "mac-roman": _("Western Europe (Macintosh)"),
}
DELIMITERS: dict[str, Promise | str] = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar")}
SEPARATOR = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=([,;\t|])\"?\r?\n", re.IGNORECASE)
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` is csv, jsonl, xlsx or parquet. `begins`: where the records begin, after the headers. `cells`: how many a line of text has,
    where that is more than there are `headers`. Where the file says it itself: `rows`, how many there are, and `left_out`, the columns that
    cannot be read."""

    kind: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    headers: tuple[str, ...] = ()
    offset: int = 0
    line: int = 0
    rows: int = 0
    left_out: tuple[str, ...] = ()
    cells: int = 0

    @property
    def begins(self) -> Place:
        return Place(self.offset, self.line)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Shape":
        return cls(**{**data, "headers": tuple(data["headers"]), "left_out": tuple(data.get("left_out", ()))})


# ── Looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def look(file: IO[bytes], *, encoding: str = "", mark: str = "") -> Shape:
    """What the file is, guessed from its beginning unless it is told. Raises Unreadable."""
    file.seek(0)
    start = file.read(LOOKED_AT)
    refuse(start)
    if parquet.is_parquet(start):
        return parquet_shape(file)
    if start.startswith(b"PK"):
        return workbook_shape(file)
    encoding = encoding if encoding in ENCODINGS else encoding_of(start)
    text = start.decode(encoding, "replace")
    if is_junk(text):
        raise Unreadable(_("This is not a text file that can be read. Send a CSV, JSON Lines, XLSX or Parquet file."))
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return json_shape(file, encoding)
    return csv_shape(file, encoding, mark if mark in DELIMITERS else mark_of(text))


def mark_of(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return "|" if "|" in first and not re.search("[;,\t]", first) else delimiter(text)


def refuse(start: bytes) -> None:
    if start.startswith(OLD_EXCEL):
        raise Unreadable(_("This is a workbook of an old Excel, or a protected one. Save it as .xlsx or CSV, then send it again."))
    if start.lstrip()[:1] == b"[":
        raise Unreadable(_("This is one long JSON list. Write it as JSON Lines, one object on each line, then send it again."))
    if not start.strip():
        raise Unreadable(_("This file is empty."))


def encoding_of(start: bytes) -> str:
    """UTF-8 unless most lines that are not plain English are not: one broken line says nothing of the others."""
    telling = [line for line in start.split(b"\n")[:-1] or [start] if not line.isascii()]
    broken = sum(1 for line in telling if not is_unicode(line))
    return "cp1252" if telling and broken * 2 > len(telling) else "utf-8-sig"


def is_unicode(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def csv_shape(file: IO[bytes], encoding: str, mark: str) -> Shape:
    mark, start = told(file, mark)
    first = next(Csv(mark).records(file, start, encoding, 0), None)
    if first is None or first.problem:
        raise Unreadable(_("The line of headers cannot be read. Check the encoding and the separator of the file."))
    return Shape("csv", encoding, mark, named(first.cells), first.after.offset, first.after.line, cells=len(first.cells))


def told(file: IO[bytes], mark: str) -> tuple[str, Place]:
    """Excel's own first line, `sep=;`, says what parts the cells; it is neither headers nor a record."""
    file.seek(0)
    found = SEPARATOR.match(file.readline(20))
    return (found[1].decode(), Place(found.end(), 1)) if found else (mark, Place(0, 0))


def named(cells: Iterable[Any]) -> tuple[str, ...]:
    """The names of columns, of which a database takes every letter."""
    return tuple(storable(str("" if cell is None else cell), 200).lstrip("\ufeff").strip()[:100] for cell in islice(cells, MOST_COLUMNS))


def json_shape(file: IO[bytes], encoding: str) -> Shape:
    names: dict[str, None] = {}
    for line in islice(physical(file, Place(0, 0), encoding), SAMPLE):
        names |= dict.fromkeys(fields_of(line.text or "") or ())
    if not names:
        raise Unreadable(_("No line of this file holds a JSON object."))
    return Shape("jsonl", encoding, "", tuple(list(names)[:MOST_COLUMNS]))


def parquet_shape(file: IO[bytes]) -> Shape:
    found = parquet.described(file)
    return Shape("parquet", "", "", tuple(found["headers"]), rows=found["rows"], left_out=tuple(found["left_out"]))


# ── Workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────
def workbook_shape(file: IO[bytes]) -> Shape:
    check_workbook(file)
    for number, row in workbook_rows(file):
        return Shape("xlsx", "", "", named(row), number + 1, number + 1)
    raise Unreadable(_("This workbook is empty."))


def check_workbook(file: IO[bytes]) -> None:
    """Looks at the list of the archive before anything is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable(_("This workbook is damaged. Open it, save it as .xlsx, then send it again.")) from None
    if "xl/workbook.xml" not in {member.filename.lower() for member in members}:
        raise Unreadable(_("This archive is not a workbook. Unpack it, and send the CSV, JSON Lines, XLSX or Parquet file that it holds."))
    if len(members) > 2_000 or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(_("This workbook is too large once unpacked. Save it as CSV, which is read at any size."))


def workbook_rows(file: IO[bytes]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Those of the sheet that was open when it was saved which hold something, with how many stand before each. Raises Unreadable."""
    from openpyxl import load_workbook

    try:
        file.seek(0)
        with closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            sheet: Any = book.active or book.worksheets[0]
            sheet.reset_dimensions()
            last = -1
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
                if any(cell not in (None, "") for cell in row):
                    last = number
                    yield number, row
                elif number - last > MOST_EMPTY:
                    return
    except Exception:  # openpyxl raises whatever its parsers do on a damaged workbook
        raise Unreadable(_("This workbook is damaged from some line on. Save it as CSV, then send it again.")) from None


def workbook_records(file: IO[bytes], place: Place) -> Iterator[Record]:
    for number, row in workbook_rows(file):
        if number >= place.offset:
            yield Record(number + 1, row, Place(number + 1, number + 1))


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def records(file: IO[bytes], shape: Shape, place: Place | None = None, mapping: Sequence[str] = ()) -> Iterator[Record]:
    """Those from a place on; from the first when it is left out. Columns that `mapping` leaves out may be empty. Raises Unreadable."""
    place = place or shape.begins
    if shape.kind == "parquet":
        wanted = [number for number, key in enumerate(mapping) if key]
        return parquet.records(file, place, len(shape.headers), wanted, shape.rows)
    if shape.kind == "xlsx":
        return workbook_records(file, place)
    if shape.kind == "jsonl":
        return json_records(file, place, shape.encoding, shape.headers)
    return Csv(shape.delimiter).records(file, place, shape.encoding, max(shape.cells, len(shape.headers)))


def total(file: IO[bytes], shape: Shape) -> int | None:
    """What is shown as the whole of the work; None where only reading would tell."""
    if shape.kind == "parquet":
        return shape.rows
    return None if shape.kind == "xlsx" else count_lines(file)


def count_lines(file: IO[bytes]) -> int:
    """Of a text file, in one pass; the last may have no end."""
    file.seek(0)
    found, last = 0, b"\n"
    while chunk := file.read(1 << 20):
        found, last = found + chunk.count(b"\n"), chunk[-1:]
    return found + (last != b"\n")


def narrowed(file: IO[bytes], out: IO[bytes]) -> None:
    """A file in UTF-16, as Excel's “Unicode text”, written in UTF-8: its lines can then be found by their bytes."""
    file.seek(0)
    decode = codecs.getincrementaldecoder("utf-16")("replace")
    while chunk := file.read(1 << 20):
        out.write(decode.decode(chunk).encode("utf-8", "replace"))
    out.write(decode.decode(b"", final=True).encode("utf-8", "replace"))

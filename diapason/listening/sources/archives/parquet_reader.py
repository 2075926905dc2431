"""Reads a Parquet file in a process of its own: `python -m diapason.listening.sources.archives.parquet_reader look < FILE`, and
`… rows ROW COLUMNS < FILE`. It says one JSON object on each line.

`look`: {"headers", "left_out" (names of columns that hold lists, or objects in objects), "rows"}, or {"problem"}.

`rows` begins after ROW rows and reads the COLUMNS, numbers of headers with commas between; the others are null:
{"rows": [cells, or the key of a sentence of `rows` for a row that cannot be read, …]}, one after the other; {"lost": how many rows,
"problem"} for those of a row group that cannot be read from there on; {"heavy": true} where it takes more memory than there is.

A file is written by a stranger and decoded by a library in C++. See `core.apart` for who pays. A batch of a row group is in memory at a
time, never a column.
"""

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the others set aside more addresses than there may be

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import types

from diapason.core.apart import limit_memory, limit_work
from diapason.listening.sources.archives.lines import LONGEST_LINE

SECONDS = 30  # of work between two batches
LONGEST_WORD, LONGEST_LIST, DEEPEST = 10_000_000, 100_000, 64  # of the description: bytes, parts, levels
MOST_COLUMNS = 200
AT_ONCE, BYTES_AT_ONCE = 1000, 8_000_000  # rows and bytes of a batch
READ_AT_ONCE = 1 << 20  # compressed bytes of a column
LEAST, TIMES = 500_000_000, 100  # bytes that are decoded in all: as many, or as many times the file
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - of what says no zone
PARTS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
BROKEN = object()  # a cell that is not text, where it should be
Cells = list[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`under`: the place of the member of an object, else None. `utc`: of moments, whether they are of the whole world."""

    header: str
    place: int
    under: int | None = None
    utc: bool = False


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def opened(source: Any) -> pq.ParquetFile:
    return pq.ParquetFile(
        source,
        pre_buffer=False,
        buffer_size=READ_AT_ONCE,
        coerce_int96_timestamp_unit="us",
        thrift_string_size_limit=LONGEST_WORD,
        thrift_container_size_limit=LONGEST_LIST,
        schema_depth_limit=DEEPEST,
        page_checksum_verification=True,
        arrow_extensions_enabled=False,
    )


def columns(file: pq.ParquetFile) -> tuple[list[Column], list[str]]:
    """Those that can be read, and the names of the others."""
    found, left_out, leaf = list[Column](), list[str](), 0
    for place, field in enumerate(file.schema_arrow):
        members = list(enumerate(field.type)) if types.is_struct(field.type) else [(None, field)]
        for under, member in members:
            header = field.name if under is None else f"{field.name}.{member.name}"
            if is_plain(member.type):
                found.append(Column(header, place, under, is_utc(member.type, file.schema.column(leaf).physical_type)))
            else:
                left_out.append(header)
            leaf += leaves(member.type)
    return found[:MOST_COLUMNS], left_out + [each.header for each in found[MOST_COLUMNS:]]


def is_plain(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        return is_plain(kind.value_type)
    return not (types.is_nested(kind) or types.is_duration(kind) or types.is_interval(kind) or types.is_fixed_size_binary(kind))


def is_utc(kind: pa.DataType, physical: str) -> bool:
    """Moments of 96 bits say no zone; who writes them (Spark, Hive) writes them in UTC."""
    return types.is_timestamp(kind) and (kind.tz is not None or physical == "INT96")


def leaves(kind: pa.DataType) -> int:
    """How many columns of the file it is made of."""
    if types.is_dictionary(kind) or not types.is_nested(kind):
        return 1
    return sum(leaves(kind.field(number).type) for number in range(kind.num_fields))


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def cells(array: pa.Array, utc: bool) -> Cells:
    kind = array.type
    if types.is_dictionary(kind):
        return cells(array.dictionary_decode(), utc)
    if types.is_timestamp(kind):
        return each(partial(moment, parts=PARTS[kind.unit], utc=utc), array.cast(pa.int64()))
    if types.is_date32(kind):
        return each(day, array.cast(pa.int32()))
    if types.is_date64(kind):
        return each(lambda number: day(number // 86_400_000), array.cast(pa.int64()))
    if types.is_time(kind):
        return each(str, array.cast(pa.time64("us"), safe=False))
    if types.is_decimal(kind) or types.is_floating(kind):
        return each(number, array)
    if types.is_integer(kind) or types.is_boolean(kind) or types.is_null(kind):
        return list(array.to_pylist())
    return texts(array)


def each(make: Callable[[Any], Any], array: pa.Array) -> Cells:
    return [None if value is None else make(value) for value in array.to_pylist()]


def moment(count: int, *, parts: int, utc: bool) -> str:
    """As ISO writes it; the count itself where no calendar holds it, which is then refused as no date."""
    try:
        found = EPOCH + timedelta(microseconds=count * 1_000_000 // parts)
    except OverflowError:
        return f"#{count}"
    return (found.replace(tzinfo=UTC) if utc else found).isoformat()


def day(count: int) -> str:
    try:
        return (date(1970, 1, 1) + timedelta(days=count)).isoformat()
    except OverflowError:
        return f"#{count}"


def number(value: Any) -> int | float | None:
    """Decimals too. What is no number is missing."""
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 10**18 else float(value)


def texts(array: pa.Array) -> Cells:
    """Bytes that nothing says to be text are read as text: old writers say nothing."""
    try:
        return list(array.cast(pa.large_string()).to_pylist())  # raises where one of them is not UTF-8
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return each(text, array.cast(pa.large_binary()))


def text(value: bytes) -> Any:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return BROKEN


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def look(file: pq.ParquetFile) -> Iterator[dict[str, Any]]:
    found, left_out = columns(file)
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    if min(groups, default=0) < 0:
        raise pa.ArrowInvalid("A row group of less than nothing")
    headers = [clean(column.header)[:100] for column in found]
    yield {"headers": headers, "left_out": [clean(name)[:100] for name in left_out[:MOST_COLUMNS]], "rows": sum(groups)}


def rows(file: pq.ParquetFile, skipped: int, wanted: set[int], advancing: Callable[[int], Any] = bool) -> Iterator[dict[str, Any]]:
    """`advancing` is called with the bytes of each batch, also of those that are skipped."""
    known = columns(file)[0]
    taken = [column if number in wanted else None for number, column in enumerate(known)]
    for group in range(file.num_row_groups):
        count = file.metadata.row_group(group).num_rows
        if skipped >= count:
            skipped -= count
            continue
        yield from of_group(file, group, skipped, taken, advancing)
        skipped = 0


def of_group(
    file: pq.ParquetFile, group: int, skipped: int, taken: Sequence[Column | None], advancing: Callable[[int], Any]
) -> Iterator[dict[str, Any]]:
    """A row group that breaks is read up to there; its rows are counted as lost, and those of the next are read."""
    count, at, problem = file.metadata.row_group(group).num_rows, 0, "block"
    try:
        for batch, places in batches(file, group, taken):
            advancing(size_of(batch))
            begins = min(batch.num_rows, max(0, skipped - at))
            at += begins
            for some in parts(batch.slice(begins, count - at)):
                yield {"rows": table(some, taken, places)}
                at += some.num_rows
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        problem = problem_of(error)
    if at < count:
        yield {"lost": count - max(at, skipped), "problem": problem}


def problem_of(error: Exception) -> str:
    if "decrypt" in str(error).lower():
        return "locked"
    return "foreign" if isinstance(error, pa.ArrowNotImplementedError) else "block"


def batches(file: pq.ParquetFile, group: int, taken: Sequence[Column | None]) -> Iterator[tuple[pa.RecordBatch, dict[int, int]]]:
    """With the place in it of each column of the file that it holds. Columns are asked for by name where names are clear."""
    wanted = sorted({column.place for column in taken if column})
    names = list(file.schema_arrow.names)
    clear = len(set(names)) == len(names) and not any("." in name for name in names)
    of = file.metadata.row_group(group)
    size = max(1, min(AT_ONCE, BYTES_AT_ONCE * max(1, of.num_rows) // max(1, of.total_byte_size)))
    asked = [names[place] for place in wanted] if clear else None
    places = {place: number for number, place in enumerate(wanted if clear else range(len(names)))}
    for batch in file.iter_batches(size, row_groups=[group], columns=asked, use_threads=False):
        yield batch, places


def parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Rows that are said at once: never more than some million letters of them, unless one row has."""
    if batch.num_rows > 1 and size_of(batch) > 2 * LONGEST_LINE:
        half = batch.num_rows // 2
        yield from parts(batch.slice(0, half))
        yield from parts(batch.slice(half))
    else:
        yield batch


def size_of(batch: pa.RecordBatch) -> int:
    """Bytes, where each word of a dictionary counts wherever it is meant."""
    found = 0
    for array in batch.columns:
        words = array.dictionary if types.is_dictionary(array.type) else None
        found += array.nbytes if words is None else words.nbytes * len(array) // max(1, len(words))
    return found


def table(batch: pa.RecordBatch, taken: Sequence[Column | None], places: dict[int, int]) -> list[Cells | str]:
    nothing = [None] * batch.num_rows
    made = [nothing if column is None else cells(array_of(batch, column, places), column.utc) for column in taken]
    found = list[Cells | str](list(row) for row in zip(*made, strict=True))
    if size_of(batch) > LONGEST_LINE or any(BROKEN in column for column in made):
        found = [checked(row) for row in found]
    return found


def array_of(batch: pa.RecordBatch, column: Column, places: dict[int, int]) -> pa.Array:
    array = batch.column(places[column.place])
    return array if column.under is None else array.flatten()[column.under]  # of a missing object, all is missing


def checked(row: Any) -> Any:
    if any(cell is BROKEN for cell in row):
        return "encoding"
    return "too_long" if sum(len(cell) for cell in row if isinstance(cell, str)) > LONGEST_LINE else row


# ── Saying ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def clean(text: str) -> str:
    return text.replace("\0", "")


class Bounds:
    """The seconds of each batch, and the bytes of all: a small file may mean more text than there are disks."""

    def __init__(self, file: int) -> None:
        self.left = max(LEAST, TIMES * file)

    def advance(self, decoded: int) -> None:
        limit_work(SECONDS)
        self.left -= decoded
        if self.left < 0:
            raise MemoryError


def say(found: dict[str, Any]) -> None:
    line = json.dumps(found, ensure_ascii=False)
    if "\\u0000" in line and "rows" in found and isinstance(found["rows"], list):
        emptied = [
            [clean(cell) if isinstance(cell, str) else cell for cell in row] if isinstance(row, list) else row for row in found["rows"]
        ]
        line = json.dumps({"rows": emptied}, ensure_ascii=False)
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def main(what: str, *arguments: str) -> None:
    limit_memory()
    limit_work(SECONDS)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        file = opened(pa.OSFile("/dev/fd/0"))
        if what == "look":
            said = look(file)
        else:
            wanted = {int(number) for number in arguments[1].split(",") if number}
            said = rows(file, int(arguments[0]), wanted, Bounds(os.fstat(0).st_size).advance)
        for found in said:
            say(found)
    except MemoryError:
        say({"heavy": True})
    except Exception as error:  # whatever the description of a file that somebody broke makes its reader raise
        say({"problem": "locked" if problem_of(error) == "locked" else "damaged"})


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The lines of a text file of any size, one record at a time, with where each ends: a reading begins again anywhere.

A broken line loses itself and nothing after it: a quotation mark that is never closed is given up after LONGEST_RECORD, and the reading
goes on at the next line.
"""

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from diapason.core.csv_cells import plain
from diapason.listening.mentions import storable

LONGEST_LINE = 1_000_000  # bytes
LONGEST_RECORD = 200  # lines that one record may span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: `offset` in bytes (in a workbook or in Parquet, the number of rows before it), `line` as an editor numbers
    it."""

    offset: int
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """`cells` in the order of the headers, or the `problem` of a record that cannot be read (`rows.SENTENCES`). `after`: the next.
    `count`: of how many records that is said."""

    line: int
    cells: Sequence[Any]
    after: Place
    problem: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Physical:
    """`text` None: it could not be decoded, or is too long."""

    text: str | None
    after: Place
    problem: str = ""


def physical(file: IO[bytes], place: Place, encoding: str) -> Iterator[Physical]:
    file.seek(place.offset)
    offset, number = place.offset, place.line
    while raw := file.readline(LONGEST_LINE):
        offset += len(raw)
        too_long = not raw.endswith(b"\n") and len(raw) == LONGEST_LINE
        while too_long and raw and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
            offset += len(raw)
        number += 1
        after = Place(offset, number)
        if too_long:
            yield Physical(None, after, "too_long")
            continue
        try:
            yield Physical(raw.decode(encoding).replace("\0", ""), after)
        except UnicodeDecodeError:
            yield Physical(None, after, "encoding")


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
class Csv:
    """Fields between `delimiter`, in quotation marks where they hold it, marks doubled inside (RFC 4180)."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter)
        self.delimiter = delimiter
        self.quoted = re.compile(rf'"((?:[^"]|"")*+)"(?=[{mark}]|\r?\n?\Z)')
        self.unclosed = re.compile(r'"(?:[^"]|"")*+\Z')
        self.bare = re.compile(rf"[^{mark}\r\n]*+")

    def fields(self, text: str) -> list[str] | None:
        """The fields of a whole record; None where a quotation mark is still open. Raises ValueError for one that is badly closed."""
        if '"' not in text:
            return text.rstrip("\r\n").split(self.delimiter)
        found, at = [], 0
        while True:
            if text.startswith('"', at):
                match = self.quoted.match(text, at)
                if match is None:
                    if self.unclosed.match(text, at):
                        return None
                    raise ValueError
                found.append(match[1].replace('""', '"'))
            else:
                match = self.bare.match(text, at)
                found.append(match[0] if match else "")
            at = match.end() if match else at
            if not text.startswith(self.delimiter, at):
                return found
            at += 1

    def lenient(self, text: str, count: int) -> list[str] | None:
        """One line whose marks are not as they should be, where its fields are as many as the headers nonetheless."""
        if text.count('"') % 2:
            return None
        try:
            found = next(csv.reader([text.rstrip("\r\n")], delimiter=self.delimiter), [])
        except csv.Error:
            return None
        return found if len(found) == count else None

    def records(self, file: IO[bytes], place: Place, encoding: str, count: int) -> Iterator[Record]:
        """`count` is that of the headers; 0: any number of fields."""
        source, waiting = physical(file, place, encoding), deque[Physical]()
        while True:
            first = waiting.popleft() if waiting else next(source, None)
            if first is None:
                return
            line = first.after.line
            if first.text is None:
                yield Record(line, (), first.after, first.problem)
            elif first.text.strip():
                yield self.record(first, line, source, waiting, count)

    def record(self, first: Physical, line: int, source: Iterator[Physical], waiting: "deque[Physical]", count: int) -> Record:
        """Takes as many lines more as the record needs; those that turn out not to be its own wait for their turn."""
        text, last, taken = first.text or "", first, list[Physical]()
        while True:
            try:
                found = self.fields(text)
            except ValueError:
                found = self.lenient(text, count) if not taken else None
                if found is None:
                    break
            if found is not None:
                return counted(Record(line, [unescaped(cell) for cell in found], last.after), count)
            more = waiting.popleft() if waiting else next(source, None)
            if more is None:
                break
            taken.append(more)
            if more.text is None or len(taken) >= LONGEST_RECORD or len(text) > LONGEST_LINE:
                break
            text, last = text + more.text, more
        waiting.extendleft(reversed(taken))
        return Record(line, (), first.after, "marks")


def counted(record: Record, count: int) -> Record:
    """A record with more cells than there are headers is not told apart: its columns may be shifted."""
    cells = record.cells
    if count and len(cells) > count and any(str(cell).strip() for cell in cells[count:]):
        return Record(record.line, (), record.after, "cells")
    return record


def unescaped(cell: str) -> str:
    return plain(cell.replace("\r\n", "\n").replace("\r", "\n")) if cell else cell


# ── JSON Lines ───────────────────────────────────────────────────────────────────────────────────────────────────────
def json_records(file: IO[bytes], place: Place, encoding: str, headers: Sequence[str]) -> Iterator[Record]:
    for line in physical(file, place, encoding):
        if line.text is None:
            yield Record(line.after.line, (), line.after, line.problem)
        elif line.text.strip():
            found = fields_of(line.text)
            problem = "" if found is not None else "json"
            yield Record(line.after.line, [found.get(name) for name in headers] if found is not None else (), line.after, problem)


def fields_of(text: str) -> dict[str, Any] | None:
    """The fields of an object, those of objects in it with a dot (`user.name`); None for what is not one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    found: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            found |= {f"{name}.{under}": each for under, each in value.items() if not isinstance(each, dict | list)}
        elif not isinstance(value, list):
            found[name] = value
    return {storable(name, 1000): value for name, value in found.items()}


Records = Callable[[Place], Iterator[Record]]

"""What people download of themselves from a network, told by its manifest (`[[exports]]`) or read by its `exports.py`.

    [[exports]]
    file = '(^|/)posts_\\d+\\.json$'    the files of the export that hold what was said
    form = "json"                       or "csv"
    items = "comments"                  of JSON: the list that holds them; the first one where it is left out
    headers = ["date", "body"]          of CSV: columns that must all be there
    fields = { text = "a.b | c.*.d", date = "at" }    where each column of an archive is found: `*` is any of a list, `|` is else
    url = "https://example.org/{id}"    the address, from other fields
    html, json_text, twice_encoded = true    how its text is written
    public = { at = "to | cc", holds = "…" }    what is kept: what was said in private stays private
    source, checked_on                  where the form is told

A network that exports something else has an `exports.py` with `recognises(start: bytes) -> bool` and `read(file) -> Iterator[dict]`, which
gives the columns of an archive by name.
"""

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from diapason.networks.base.markup import to_text

Said = dict[str, Any]
LARGEST_ITEM = 4_000_000  # letters of one thing that was said, with all that is known of it
CHUNK = 1 << 16
LONGEST_CELL = 1_000_000


class Broken(ValueError):
    """The rest of the file cannot be read."""


# ── Items ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def read(file: IO[bytes], about: Mapping[str, Any]) -> Iterator[Said]:
    """What was said, by the names of the columns of an archive. Raises Broken, after what could be read."""
    items = rows(file, about.get("headers", ())) if about["form"] == "csv" else elements(file, about.get("items", ""))
    for item in items:
        if is_public(item, about.get("public")) and (said := columns(item, about)):
            yield said


def rows(file: IO[bytes], headers: list[str]) -> Iterator[Said]:
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    reader = csv.DictReader(line.replace("\0", "") for line in text)
    try:
        names = {str(name).strip().lower() for name in reader.fieldnames or ()}
        if not {header.lower() for header in headers} <= names:
            return
        for row in reader:
            yield {str(name).strip().lower(): value for name, value in row.items() if name}
    except csv.Error as error:
        raise Broken(str(error)) from error


def elements(file: IO[bytes], items: str) -> Iterator[Any]:
    """The elements of a list, one after the other, however long it is: the file is never held whole."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    begins = re.compile(rf'"{re.escape(items)}"\s*:\s*\[' if items else r"\[")
    buffer, at = text.read(CHUNK), -1
    while (found := begins.search(buffer)) is None:
        more = text.read(CHUNK)
        if not more:
            return
        buffer = buffer[-200:] + more
    at = found.end()
    decode = json.JSONDecoder(strict=False).raw_decode
    while True:
        at, buffer = after_marks(buffer, at, text)
        if at >= len(buffer):
            raise Broken("The list does not end.")
        if buffer[at] == "]":
            return
        item, at, buffer = one(decode, buffer, at, text)
        yield item


def after_marks(buffer: str, at: int, text: IO[str]) -> tuple[int, str]:
    """The place of the next element, and what is held of the file."""
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n,":
            at += 1
        if at < len(buffer):
            return at, buffer
        more = text.read(CHUNK)
        if not more:
            return at, buffer
        buffer, at = more, 0


def one(decode: Any, buffer: str, at: int, text: IO[str]) -> tuple[Any, int, str]:
    while True:
        try:
            item, end = decode(buffer, at)
        except RecursionError as error:
            raise Broken("It is nested too deep.") from error
        except ValueError as error:
            more = text.read(max(CHUNK, len(buffer) - at))  # twice as much each time
            if not more or len(buffer) - at > LARGEST_ITEM:
                raise Broken("It holds something that is not JSON.") from error
            buffer, at = buffer[at:] + more, 0
            continue
        return item, end, buffer


# ── Fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def columns(item: Any, about: Mapping[str, Any]) -> Said:
    """Empty for what says nothing: a like, a picture without a word."""
    found = {name: value for name, where in about["fields"].items() if (value := first(item, where)) not in (None, "")}
    written = {name: worded(str(value), about) if name in {"text", "title"} else value for name, value in found.items()}
    if not (written.get("text") or written.get("title")):
        return {}
    if about.get("url") and not written.get("url"):
        names = re.findall(r"{(\w+)}", about["url"])
        if all(written.get(name) for name in names):
            written["url"] = about["url"].format(**{name: written[name] for name in names})
    return written


def worded(text: str, about: Mapping[str, Any]) -> str:
    if about.get("twice_encoded"):
        with contextlib.suppress(UnicodeError):
            text = text.encode("latin-1").decode("utf-8")
    if about.get("json_text") and text.lstrip().startswith("{"):
        text = in_json(text)
    return to_text(text) if about.get("html") else text


def in_json(text: str) -> str:
    """The words of a text that is written as JSON: {"text"} or a list of such parts."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text
    parts = next((value for value in data.values() if isinstance(value, list)), [data])
    return "".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def first(item: Any, where: str) -> Any:
    """The first value that is there, in the order in which the paths are named."""
    for path in where.split("|"):
        for value in values(item, path.strip().split(".")):
            if value not in (None, "", [], {}) and not isinstance(value, dict | list):
                return value
    return None


def values(item: Any, path: list[str]) -> Iterator[Any]:
    if not path:
        yield item
    elif path[0] == "*":
        for each in item if isinstance(item, list) else ():
            yield from values(each, path[1:])
    elif isinstance(item, Mapping) and path[0] in item:
        yield from values(item[path[0]], path[1:])


def is_public(item: Any, rule: Mapping[str, str] | None) -> bool:
    if rule is None:
        return True
    found = [value for path in rule["at"].split("|") for value in values(item, path.strip().split("."))]
    return any(value == rule["holds"] or (isinstance(value, list) and rule["holds"] in value) for value in found)

"""Archives in Parquet: rows by number, read in a process of their own (`parquet_reader`). What is not installed is said."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from io import SEEK_END, UnsupportedOperation
from shutil import copyfileobj
from typing import IO, Any

from django.utils.translation import gettext as _

from diapason.core import apart, parquet
from diapason.editorial.exchange.tables import Unreadable
from diapason.listening.sources.archives.lines import Place, Record

READER = "diapason.listening.sources.archives.parquet_reader"
MARK, LOCKED = b"PAR1", b"PARE"  # at both ends of a file
NAMES = (".parquet", ".parq", ".pq")
MOST_ROWS = 20_000_000
LONGEST = 40_000_000  # bytes of what the reader says at once


def is_parquet(start: bytes) -> bool:
    return start.startswith((MARK, LOCKED))


def claimed(name: str, file: IO[bytes]) -> None:
    """Raises Unreadable for a file that is Parquet by its name alone."""
    if name.lower().endswith(NAMES):
        file.seek(0)
        if not is_parquet(file.read(4)):
            raise Unreadable(_("By its name this is a Parquet file, and by what it holds it is none. Write it again, then send that."))


def described(file: IO[bytes]) -> dict[str, Any]:
    """{"headers", "left_out", "rows"}. Raises Unreadable."""
    refuse(file)
    with saying(file, "look") as said:
        found: dict[str, Any] = next(said, {"problem": "damaged"})
    if "problem" in found:
        raise Unreadable(locked() if found["problem"] == "locked" else _("This Parquet file is damaged. Write it again, then send that."))
    if "heavy" in found:
        raise Unreadable(_("The description of this Parquet file alone takes more memory than there is for it."))
    if not found["headers"] or not found["rows"]:
        raise Unreadable(_("This Parquet file holds no row, or no column that can be read."))
    if found["rows"] > MOST_ROWS:
        raise Unreadable(_("This Parquet file holds more than 20 million rows. Split it, and send its parts one after the other."))
    return found


def refuse(file: IO[bytes]) -> None:
    """Looks at both ends, which costs nothing."""
    file.seek(0)
    start = file.read(4)
    file.seek(max(0, file.seek(0, SEEK_END) - 4))
    end = file.read(4)
    if start == LOCKED or end == LOCKED:
        raise Unreadable(locked())
    if end != MARK:
        raise Unreadable(_("This Parquet file is cut short: its end, which says where everything is, is missing. Send it again."))
    if not parquet.available():
        raise Unreadable(
            _(
                "Parquet files are not read on this installation. Whoever runs it adds requirements/parquet.txt; or write this file as CSV"
                " or as JSON Lines."
            )
        )


def locked() -> str:
    return _("This Parquet file is encrypted. Write it without, then send it again.")


def records(file: IO[bytes], place: Place, count: int, wanted: Sequence[int], total: int) -> Iterator[Record]:
    """Those from a place on, of a file of `total` rows; `count` is that of the headers, `wanted` are the numbers of those that are read.
    Raises Unreadable where it takes too much, with nothing lost of what came before."""
    refuse(file)
    number = place.offset
    with saying(file, "rows", str(number), ",".join(map(str, wanted or range(count)))) as said:
        for found in said:
            if "heavy" in found or ("problem" in found and "lost" not in found):
                raise stopped(number)
            if "lost" in found:
                lost = min(int(found["lost"]), total - number)
                yield Record(number + 1, (), Place(number + lost, number + lost), str(found["problem"]), lost)
                number += lost
            for row in found.get("rows", ()):
                number += 1
                yield record(row, number)
    if number < total:
        raise stopped(number)


def record(row: Any, number: int) -> Record:
    after = Place(number, number)
    return Record(number, (), after, row) if isinstance(row, str) else Record(number, row, after)


def stopped(number: int) -> Unreadable:
    said = _("From row %(row)d on, this file takes more time or memory than there is for it. What was taken in before stays.")
    return Unreadable(said % {"row": number + 1})


@contextmanager
def saying(file: IO[bytes], *arguments: str) -> Iterator[Iterator[dict[str, Any]]]:
    """What the reader says. It is ended when the context is left."""
    with on_disk(file) as kept, closing(apart.lines(READER, *arguments, file=kept, longest=LONGEST)) as said:
        yield understood(said)


def understood(said: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Stops where the reader died; whoever listens knows by what is missing."""
    with suppress(apart.TooMuch):
        for line in said:
            yield json.loads(line)


@contextmanager
def on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file as another process can read it."""
    file.seek(0)
    try:
        file.fileno()
    except (AttributeError, OSError, UnsupportedOperation):
        with tempfile.TemporaryFile() as copy:
            copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        yield file

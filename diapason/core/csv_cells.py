"""Cells of a file that a spreadsheet will open, and of one that comes back from it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# What makes a spreadsheet take a text for a formula; also behind apostrophes, so that `plain` gives back what was there.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# What no workbook can hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would run it as a formula, without what a workbook cannot hold."""
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that `safe` made a cell of."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


class Echo:
    """Gives back what is written, for a file that is sent while it is made."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A CSV file, line by line; None is an empty cell. Texts of other people must be `safe` already."""
    writer = csv.writer(Echo())
    yield "\ufeff"  # without it, Excel reads accents wrongly
    for row in rows:
        yield writer.writerow(["" if cell is None else cell for cell in row])

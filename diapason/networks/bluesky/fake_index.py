"""What the application view of the fake finds with words: the posts that hold them all, the latest first."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

Row = dict[str, Any]
WORD = re.compile(r"[#@]?\w[\w'’-]*")


def found(rows: Iterable[Row], q: str, since: str) -> list[Row]:
    """Those made after `since`."""
    wanted = words(q)
    return sorted((row for row in rows if wanted <= said(row) and is_after(row, since)), key=by_date, reverse=True)


def said(row: Row) -> set[str]:
    """Its words; a tag is also a word."""
    held = words(row["record"]["text"])
    return held | {word.removeprefix("#") for word in held}


def words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def by_date(row: Row) -> str:
    return str(row["at"])


def is_after(row: Row, since: str) -> bool:
    return not since or datetime.fromisoformat(row["at"]) >= datetime.fromisoformat(since)

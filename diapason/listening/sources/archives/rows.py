"""A record of an archive as a mention, or the reason why it is not one."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.listening import pipeline
from diapason.listening.mentions import Mention, host_of, storable
from diapason.listening.models import Source
from diapason.listening.sources import hearing
from diapason.listening.sources.archives import moments
from diapason.listening.sources.archives.lines import Record
from diapason.workspaces.models import Workspace

SENTENCES: dict[str, Promise | str] = {
    "marks": _("A quotation mark is open, or badly closed."),
    "encoding": _("It holds signs that are not of the encoding of the file."),
    "too_long": _("It is longer than a million characters."),
    "cells": _("It has more cells than there are headers: its columns may be shifted."),
    "json": _("It is not a JSON object."),
    "block": _("Rows %(value)s cannot be read: this part of the file is damaged."),
    "locked": _("Rows %(value)s cannot be read: a column of the file is encrypted."),
    "foreign": _("Rows %(value)s cannot be read: they are written in a way that is not known here."),
    "no_text": _("There is neither a text nor a title."),
    "no_date": _("There is no date."),
    "bad_date": _("“%(value)s” is not a date."),
    "odd_date": _("“%(value)s” is before 1995, or still to come."),
}
SPANS = ("block", "locked", "foreign")  # said of several rows at once
AHEAD = timedelta(days=2)  # whatever the zone; what is said to be later was read wrong, or is a plan
KINDS = ("post", "comment", "review", "article", "thread")  # private messages stay in the inbox


@dataclass(frozen=True, slots=True)
class Refused:
    """`code` is a key of SENTENCES; `count`: how many records."""

    line: int
    code: str
    value: str = ""
    count: int = 1


def sentence(code: str, value: str = "") -> str:
    known = SENTENCES.get(code)
    return str(known) % {"value": value} if known else code


class Reader:
    """`mapping` gives the column of each header; `kind` is what all lines are; `language` and `country` are for those that say none;
    `day` is when all of it was said, where no column tells."""

    def __init__(
        self, workspace: Workspace, source: Source, mapping: Sequence[str], *, day_first: bool, kind: str = "post", day: date | None = None
    ) -> None:
        self.source, self.zone, self.day_first = source, workspace.tz, day_first
        self.workspace = workspace.pk
        self.places = {key: place for place, key in enumerate(mapping) if key}
        self.kind = kind if kind in KINDS else "post"
        self.said_at = datetime.combine(day, time.min, self.zone) if day and "date" not in self.places else None

    def read(self, record: Record) -> Mention | Refused:
        if record.problem:
            span = f"{record.line}–{record.line + record.count - 1}" if record.count > 1 else str(record.line)
            return Refused(record.line, record.problem, span if record.problem in SPANS else "", record.count)
        text, title = self.words(record, "text"), self.words(record, "title")
        if not text and not title:
            return Refused(record.line, "no_text")
        given = self.cell(record, "date")
        said_at = self.said_at or moments.read(given, self.zone, day_first=self.day_first)
        if said_at is None:
            written = "" if given is None else str(given).strip()
            return Refused(record.line, "bad_date" if written else "no_date", storable(written, 60))
        if not pipeline.OLDEST <= said_at <= clock.now() + AHEAD:  # else it would count as said today
            return Refused(record.line, "odd_date", storable(str(given).strip(), 60))
        return self.mention(record, text, title, said_at)

    def mention(self, record: Record, text: str, title: str, said_at: Any) -> Mention:
        url, name, handle = self.words(record, "url"), self.words(record, "author"), self.words(record, "handle").removeprefix("@")
        who = handle or name
        found = Mention(
            workspace=self.workspace,
            source=self.source.pk,
            key=self.key(record, said_at),
            said_at=said_at,
            text=text,
            title=title,
            kind=self.kind,
            url=url,
            language=code(self.words(record, "language")).lower() or self.source.language,
            country=code(self.words(record, "country")).upper() or self.source.country,
            author=f"{host_of(url).removeprefix('www.') or 'archive'}/{who}" if who else "",
            author_name=name or handle,
            author_handle=handle,
            followers=number(self.cell(record, "followers")),
        )
        found.has = hearing.parts(found, ())
        return found

    def key(self, record: Record, said_at: Any) -> str:
        """All that is said of it: the same line, in this file or in another, is one mention; two that differ are two."""
        given = [said_at.isoformat(), *(self.words(record, each) for each in ("id", "url", "author", "handle", "title", "text"))]
        return f"archive:{hashlib.blake2b('\0'.join(given).encode('utf-8', 'replace'), digest_size=16).hexdigest()}"

    def cell(self, record: Record, key: str) -> Any:
        place = self.places.get(key)
        return record.cells[place] if place is not None and place < len(record.cells) else None

    def words(self, record: Record, key: str) -> str:
        cell = self.cell(record, key)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell).strip()


def code(text: str) -> str:
    """Two letters at the beginning: `fr`, `fr-CA`, `fr_FR`; a name says nothing that we are sure of."""
    match = re.match(r"([a-zA-Z]{2})(?:[-_].*)?\Z", text)
    return match[1] if match else ""


def number(cell: Any) -> int | None:
    """A count of people; None where it is missing or is not one."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if 0 <= cell < 10**12 else None
    digits = re.sub(r"[\s\u00a0\u202f,.']", "", str(cell or ""))
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None

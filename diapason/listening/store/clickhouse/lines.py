"""Mentions as lines of text between PostgreSQL, where they wait, and ClickHouse: tab-separated, so that nothing has to be read again on
the way and what is added to a line (its version) is added to its end."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.store import lexemes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def instant(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def moment(instant: int | str) -> datetime:
    return EPOCH + int(instant) * MICROSECOND


def heard(mention: Mention) -> int:
    return instant(mention.heard_at or mention.said_at)


# Columns, what ClickHouse calls them, and what of a mention they hold.
MENTION: tuple[tuple[str, str, Callable[[Mention], Any]], ...] = (
    ("id", "Int64", lambda mention: mention.id),
    ("workspace", "Int64", lambda mention: mention.workspace),
    ("source", "Int64", lambda mention: mention.source),
    ("key", "String", lambda mention: mention.key),
    ("said_at", "Int64", lambda mention: instant(mention.said_at)),
    ("heard_at", "Int64", heard),
    ("kind", "String", lambda mention: mention.kind),
    ("title", "String", lambda mention: mention.title),
    ("text", "String", lambda mention: mention.text),
    ("url", "String", lambda mention: mention.url),
    ("language", "String", lambda mention: mention.language),
    ("country", "String", lambda mention: mention.country),
    ("author", "String", lambda mention: mention.author),
    ("author_name", "String", lambda mention: mention.author_name),
    ("author_handle", "String", lambda mention: mention.author_handle),
    ("followers", "Nullable(Int64)", lambda mention: mention.followers),
    ("space", "Nullable(Int64)", lambda mention: mention.space),
    ("has", "Array(String)", lambda mention: mention.has),
    ("sentiment", "Nullable(Int8)", lambda mention: mention.sentiment),
    ("confidence", "Nullable(Float64)", lambda mention: mention.confidence),
    ("intent", "String", lambda mention: mention.intent),
    ("family", "Int64", lambda mention: mention.family),
    ("data", "String", lambda mention: json.dumps(mention.data)),
    ("labels", "Array(String)", lambda mention: mention.labels),
    ("ignored", "UInt8", lambda mention: mention.ignored),
    ("tokens", "Array(String)", lambda mention: sorted(lexemes.of_mention(mention))),
)
COLUMNS = ", ".join(column for column, _kind, _of in MENTION)
READ = COLUMNS.removesuffix(", tokens")
FILED = "wording, said_at, id, gone"


def of_mentions(mentions: Iterable[Mention]) -> str:
    return "".join("\t".join(cell(of(mention)) for _column, _kind, of in MENTION) + "\n" for mention in mentions)


def of_filed(filed: Iterable[tuple[int, Mention]], *, gone: bool = False) -> str:
    return "".join(f"{wording}\t{instant(mention.said_at)}\t{mention.id}\t{gone:d}\n" for wording, mention in filed)


def of_rows(rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(map(cell, row)) + "\n" for row in rows)


def ended(lines: str, *more: int) -> str:
    """The same lines, each with `more` at its end: only an end of line is written as one."""
    return lines.replace("\n", "".join(f"\t{each}" for each in more) + "\n")


def cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join("'" + escaped(each).replace("'", "\\'") + "'" for each in value) + "]"
    return repr(value) if isinstance(value, float) else str(int(value))


def escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def mention_of(row: Sequence[Any]) -> Mention:
    known = dict(zip(READ.split(", "), row, strict=True))
    known.pop("id")
    for name in ("workspace", "source", "family"):
        known[name] = int(known[name])
    for name in ("said_at", "heard_at"):
        known[name] = moment(known[name])
    for name in ("followers", "space"):
        known[name] = None if known[name] is None else int(known[name])
    known["sentiment"] = None if known["sentiment"] is None else Sentiment(known["sentiment"])
    known["has"], known["labels"], known["ignored"] = tuple(known["has"]), tuple(known["labels"]), bool(int(known["ignored"]))
    known["data"] = json.loads(known["data"])
    return Mention(**known)

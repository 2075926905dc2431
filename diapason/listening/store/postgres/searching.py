"""Reading mentions, the latest first."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.store import lexemes
from diapason.listening.store.base import Found, Place, Search, What
from diapason.listening.store.pages import tested
from diapason.listening.store.postgres import vectors
from diapason.listening.store.postgres.keeping import COLUMNS

FEW = 2000  # where words and facts find fewer mentions than this, the index names them; more are met soon by walking back in time
Key = tuple[datetime, int]


@dataclass(slots=True)
class Asked:
    """Conditions on `mention`, joined by AND, and their values. `wording`: only what is filed there."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    wording: int | None = None
    lexemes: bool = False

    def require(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values += values


def search(search: Search, size: int, after: Place | None = None) -> Found:
    if search.node is None or vectors.necessary(search.node)[1]:
        return candidates(search, size, after)
    return tested(candidates, search, search.node, size, after)


def candidates(search: Search, size: int, after: Place | None = None) -> Found:
    asked = conditions(search, after)
    keys = named(asked) if asked.lexemes else None
    if keys is None:
        keys = walked(asked, size + 1)
    chosen = keys[:size]
    more = Place(*chosen[-1]) if len(keys) > size else None
    return Found(fetch(chosen), more)


def conditions(search: Search, after: Place | None) -> Asked:
    asked = Asked(wording=search.wording)
    asked.require("mention.workspace_id = %s", search.workspace)
    if search.period:
        asked.require("mention.said_at >= %s AND mention.said_at < %s", search.period.since, search.period.until)
    if after:
        asked.require("(mention.said_at, mention.id) < (%s, %s)", after.at, after.id)
    if search.sentiment is not None:
        asked.require("mention.sentiment = %s", int(search.sentiment))
    wanted = [vectors.of_fact(what, value) for what, value in search.facts]
    if search.node is not None:
        wanted += [query] if (query := vectors.necessary(search.node)[0]) else []
    if search.ignored:
        wanted.append(vectors.quoted(lexemes.IGNORED))
    elif search.ignored is False:
        asked.require("NOT mention.ignored")
    if wanted:
        asked.require("mention.lexemes @@ %s::tsquery", " & ".join(wanted))
        asked.lexemes = True
    return asked


FILED = "EXISTS (SELECT 1 FROM listening_filed AS filed WHERE wording_id = %s AND (filed.said_at, mention_id) = (mention.said_at, id))"


@transaction.atomic
def named(asked: Asked) -> list[Key] | None:
    """All that the index of words and facts names, the latest first; None where they are more than FEW.

    PostgreSQL cannot know how rare a word is that it never counted: left to itself it may walk through millions of mentions.
    """
    conditions, values = list(asked.conditions), list(asked.values)
    if asked.wording is not None:
        conditions, values = [*conditions, FILED], [*values, asked.wording]
    sql = f"SELECT said_at, id FROM listening_mention AS mention WHERE {' AND '.join(conditions)} LIMIT {FEW + 1}"  # noqa: S608
    with by_lexemes() as cursor:
        cursor.execute(sql, values)
        keys = cursor.fetchall()
    return sorted(keys, reverse=True) if len(keys) <= FEW else None


@contextmanager
def by_lexemes() -> Iterator[CursorWrapper]:
    """Within a transaction: what is asked here goes through the index of words and facts."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT")


def walked(asked: Asked, size: int) -> list[Key]:
    """The latest of them, met one after another on the way back in time."""
    conditions, values, table, at, key = list(asked.conditions), list(asked.values), "listening_mention AS mention", "said_at", "id"
    if asked.wording is not None:
        table = "listening_filed AS filed JOIN listening_mention AS mention ON (mention.said_at, id) = (filed.said_at, mention_id)"
        conditions, values = [*conditions, "wording_id = %s"], [*values, asked.wording]
        at, key = "filed.said_at", "mention_id"
        conditions = [each.replace("mention.said_at", at).replace("mention.id", key) for each in conditions]
    sql = f"SELECT {at}, {key} FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {at} DESC, {key} DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, size])
        return list(cursor.fetchall())


def fetch(keys: Sequence[Key]) -> list[Mention]:
    """In their order."""
    if not keys:
        return []
    columns = ", ".join(f"mention.{name}" for name in COLUMNS.split(", "))
    sql = (
        f"SELECT {columns} FROM unnest(%s::timestamptz[], %s::bigint[]) AS asked (asked_at, asked_id)"  # noqa: S608 - our own columns
        " JOIN listening_mention AS mention ON (mention.said_at, id) = (asked_at, asked_id) ORDER BY asked_at DESC, asked_id DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[at for at, _key in keys], [key for _at, key in keys]])
        return [mention_of(row) for row in cursor.fetchall()]


def get(workspace: int, ids: Sequence[int]) -> list[Mention]:
    """Those that are kept, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT said_at, id FROM listening_heard WHERE id = ANY(%s)", [list(ids)])
        keys = sorted(cursor.fetchall(), reverse=True)
    return [mention for mention in fetch(keys) if mention.workspace == workspace]


@transaction.atomic
def names(workspace: int, authors: Sequence[str]) -> dict[str, str]:
    asked = [vectors.of_fact(What.AUTHOR, author) for author in authors]
    with by_lexemes() as cursor:
        cursor.execute(NAMES, [list(authors), asked, workspace])
        return {author: name for author, name in cursor.fetchall() if name}


NAMES = """
SELECT asked.author, found.name FROM unnest(%s::text[], %s::tsquery[]) AS asked (author, lexeme), LATERAL (
    SELECT coalesce(nullif(author_name, ''), author_handle) AS name FROM listening_mention
    WHERE workspace_id = %s AND lexemes @@ asked.lexeme LIMIT 1
) AS found
"""


def mention_of(row: Sequence[Any]) -> Mention:
    known = dict(zip(COLUMNS.split(", "), row, strict=True))
    known.pop("id")
    sentiment = known.pop("sentiment")
    return Mention(
        workspace=known.pop("workspace_id"),
        source=known.pop("source_id"),
        space=known.pop("space_id"),
        sentiment=None if sentiment is None else Sentiment(sentiment),
        has=tuple(known.pop("has")),
        data=json.loads(known.pop("data")),
        labels=tuple(known.pop("labels")),
        **known,
    )

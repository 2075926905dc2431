"""Reading mentions, the latest first."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.store import lexemes
from diapason.listening.store.base import Found, Place, Search, What
from diapason.listening.store.pages import tested
from diapason.listening.store.postgres import vectors
from diapason.listening.store.postgres.filings import Key
from diapason.listening.store.postgres.keeping import COLUMNS
from diapason.listening.store.postgres.latest import Asked, by_lexemes, latest


def search(search: Search, size: int, after: Place | None = None) -> Found:
    if search.node is None or vectors.necessary(search.node)[1]:
        return candidates(search, size, after)
    return tested(candidates, search, search.node, size, after)


def candidates(search: Search, size: int, after: Place | None = None) -> Found:
    keys, edge = latest(conditions(search), size + 1, (after.at, after.id) if after else None)
    chosen = keys[:size]
    if len(keys) > size:
        edge = chosen[-1]
    return Found(fetch(chosen), Place(*edge) if edge else None)


def conditions(search: Search) -> Asked:
    asked = Asked(search.workspace, search.wording)
    if search.period:
        asked.require("mention.said_at >= %s AND mention.said_at < %s", search.period.since, search.period.until)
    if search.sentiment is not None:
        asked.require("mention.sentiment = %s", int(search.sentiment))
    wanted = [vectors.of_fact(what, value) for what, value in search.facts]
    if search.node is not None:
        wanted += [query] if (query := vectors.necessary(search.node)[0]) else []
        asked.placed = vectors.placed(search.node) or ""
    if search.ignored:
        wanted.append(vectors.quoted(lexemes.IGNORED))
    elif search.ignored is False:
        asked.require("NOT mention.ignored")
    asked.lexemes = " & ".join(wanted)
    return asked


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

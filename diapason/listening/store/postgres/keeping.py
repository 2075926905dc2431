"""Mentions come in: each is kept once, filed under the wordings that found it, and counted, all in one transaction."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from diapason.core import clock
from diapason.listening.mentions import Mention
from diapason.listening.store.postgres import partitions, sums, vectors

COLUMNS = (
    "id, workspace_id, source_id, key, said_at, heard_at, kind, title, text, url, language, country, author, author_name, author_handle, "
    "followers, space_id, has, sentiment, confidence, intent, family, data, labels, ignored"
)


@transaction.atomic
def keep(mentions: Sequence[Mention]) -> list[Mention]:
    new = claimed(mentions)
    if new:
        write(new)
        count(new)
    return new


def claimed(mentions: Sequence[Mention]) -> list[Mention]:
    """Those that nobody had kept, each once. From here on they are known: who takes them keeps them, in this transaction."""
    now = clock.now()
    for mention in mentions:
        mention.heard_at = mention.heard_at or now
    distinct = {mention.id: mention for mention in mentions}
    partitions.ensure(mention.said_at for mention in distinct.values())
    return [distinct[key] for key in claim(distinct.values())]


def write(mentions: Iterable[Mention]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY listening_mention ({COLUMNS}, lexemes) FROM STDIN") as copy:
        for mention in mentions:
            copy.write_row(row(mention))


def write_once(mentions: Sequence[Mention]) -> None:
    """Those that are written already are left as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM listening_mention WHERE id = ANY(%s) AND said_at = ANY(%s)",
            [[mention.id for mention in mentions], [mention.said_at for mention in mentions]],
        )
        there = {key for (key,) in cursor.fetchall()}
    write(mention for mention in mentions if mention.id not in there)


def count(new: Sequence[Mention]) -> None:
    """Files them under the wordings that found them, and adds them to every sum."""
    columns = "wording_id, said_at, mention_id, sentiment, ignored, day"
    with connection.cursor() as cursor, cursor.copy(f"COPY listening_filed ({columns}) FROM STDIN") as copy:
        for mention in new:
            facts = (mention.said_at, mention.id, mention.sentiment, mention.ignored, mention.day)
            for wording in mention.found_by:
                copy.write_row((wording, *facts))
    sums.add_brought(new)
    sums.add(sums.of((mention, mention.found_by) for mention in new))


def claim(mentions: Iterable[Mention]) -> list[int]:
    """The ids that nobody had kept. In their order, so that two processes with the same mentions wait for each other and do not lock
    up."""
    rows = sorted((mention.id, mention.said_at) for mention in mentions)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_heard (id, said_at) SELECT * FROM unnest(%s::bigint[], %s::timestamptz[])"
            " ON CONFLICT DO NOTHING RETURNING id",
            [[key for key, _at in rows], [at for _key, at in rows]],
        )
        return [key for (key,) in cursor.fetchall()]


def row(mention: Mention) -> tuple[Any, ...]:
    return (
        mention.id,
        mention.workspace,
        mention.source,
        mention.key,
        mention.said_at,
        mention.heard_at,
        mention.kind,
        mention.title,
        mention.text,
        mention.url,
        mention.language,
        mention.country,
        mention.author,
        mention.author_name,
        mention.author_handle,
        mention.followers,
        mention.space,
        list(mention.has),
        None if mention.sentiment is None else int(mention.sentiment),
        mention.confidence,
        mention.intent,
        mention.family,
        json.dumps(mention.data),
        list(mention.labels),
        mention.ignored,
        vectors.of_mention(mention),
    )


@transaction.atomic
def file(wording: int, mentions: Sequence[Mention]) -> int:
    return len(filed(wording, mentions))


@transaction.atomic
def filed(wording: int, mentions: Sequence[Mention]) -> list[Mention]:
    """Those that were filed there now. The others are neither filed nor counted again."""
    known = {mention.id: mention for mention in mentions}
    rows = sorted((mention.said_at, mention.id) for mention in known.values())
    ordered = [known[key] for _at, key in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_filed (wording_id, said_at, mention_id, sentiment, ignored, day)"
            " SELECT %s, * FROM unnest(%s::timestamptz[], %s::bigint[], %s::smallint[], %s::boolean[], %s::date[])"
            " ON CONFLICT DO NOTHING RETURNING mention_id",
            [
                wording,
                [at for at, _key in rows],
                [key for _at, key in rows],
                [mention.sentiment for mention in ordered],
                [mention.ignored for mention in ordered],
                [mention.day for mention in ordered],
            ],
        )
        new = [known[key] for (key,) in cursor.fetchall()]
    sums.add(sums.of((mention, (wording,)) for mention in new))
    return new

"""What is understood or decided of mentions that are kept changes. PostgreSQL moves what was counted and remembers what they became, so
that it is seen at once and taken away exactly when it changes again; ClickHouse is given them anew."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from diapason.listening.mentions import Mention
from diapason.listening.store.base import Change
from diapason.listening.store.clickhouse import keeping, searching
from diapason.listening.store.postgres import amending
from diapason.listening.store.postgres.filings import Days


@transaction.atomic
def amend(workspace: int, ids: Sequence[int], wordings: Sequence[int], change: Change) -> list[Mention]:
    """What was kept seconds ago and is not there yet is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM listening_heard WHERE id = ANY(%s) ORDER BY said_at, id FOR UPDATE", [list(ids)])
    written: list[tuple[Mention, Days]] = []

    def write(new: Mention, days: Days) -> None:
        amending.refile(new, days)
        written.append((new, days))

    before = amending.amended(searching.get(workspace, ids)[::-1], wordings, change, write)
    remember(new for new, _days in written)
    queue(written)
    return before


def queue(written: Sequence[tuple[Mention, Days]]) -> None:
    """Given anew to ClickHouse, and taken out of where they are filed no longer."""
    now = [(wording, mention) for mention, _days in written for wording in mention.found_by]
    gone = [(wording, mention) for mention, days in written for wording in days if wording not in mention.found_by]
    if written:
        keeping.queue([mention for mention, _days in written], now, gone)


def remember(mentions: Iterable[Mention]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO listening_amended (id, known) VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET known = excluded.known",
            [(mention.id, json.dumps(searching.known(mention))) for mention in mentions],
        )

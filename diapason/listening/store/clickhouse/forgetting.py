"""What must not be kept. What PostgreSQL knows of it goes at once; what ClickHouse has is forgotten in its turn, after all that was
queued before: an act waits in the queue, and is done again until it is done whole."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from diapason.listening.store.clickhouse import backends
from diapason.listening.store.clickhouse.backends import quoted
from diapason.listening.store.clickhouse.lines import instant


@transaction.atomic
def erase(workspace: int, ids: Sequence[int]) -> int:
    """Seconds later they are gone. Of what a stream says was taken back, most was never heard here: ClickHouse is not asked about it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM listening_heard WHERE id = ANY(%s)", [list(ids)])
        known = [key for (key,) in cursor.fetchall()]
    if known:
        queue(do="erase", workspace=workspace, ids=known)
    return len(known)


@transaction.atomic
def erase_author(workspace: int, author: str, wordings: Sequence[int]) -> int:
    """Seconds later nothing is left. What waits in the queue is forgotten, and not in the number. Raises Unavailable."""
    many = count(f"workspace = {int(workspace)} AND author = {quoted(author)}")
    queue(do="erase_author", workspace=workspace, author=author, wordings=list(wordings))
    return many


def erase_mentions(workspace: int, author: str) -> int:
    """Theirs alone: sums are left as they are. Raises Unavailable."""
    return erase_author(workspace, author, ())


@transaction.atomic
def forget_before(workspace: int, moment: datetime, wordings: Sequence[int]) -> int:
    """The caller takes nothing older in again. Raises Unavailable."""
    before = instant(moment)
    many = count(f"workspace = {int(workspace)} AND said_at < {before}")
    if many:  # most nights there are none
        queue(do="forget_before", workspace=workspace, before=before, day=moment.date().isoformat(), wordings=list(wordings))
    return many


@transaction.atomic
def forget_wording(wording: int) -> None:
    with connection.cursor() as cursor:
        for table in ("listening_filed", "listening_volume", "listening_day"):
            cursor.execute(f"DELETE FROM {table} WHERE wording_id = %s", [wording])  # noqa: S608 - our own tables
    queue(do="forget_wording", wording=wording)


def queue(**act: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO listening_queued (act) VALUES (%s)", [json.dumps(act)])


def count(condition: str) -> int:
    [[many]] = backends.rows(f"SELECT uniqExact(id) FROM mention WHERE {condition}")  # noqa: S608 - quoted
    return int(many)

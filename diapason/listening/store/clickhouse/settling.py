"""What waits in PostgreSQL is brought to ClickHouse, and taken from the queue once ClickHouse has it.

Killed anywhere, it begins again with the same rows: mentions and filings sent twice are one (the same key and version), and sums are
attempts of which only the acknowledged ones count (`tallies`).
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.db import connection, transaction

from diapason.listening.store.base import Unavailable
from diapason.listening.store.clickhouse import acts, backends, lines, tallies

log = logging.getLogger(__name__)

BATCHES = 200  # of sums, sent together
LETTERS = 16_000_000  # of queued lines, sent together


def settle(*, sums: bool = True, patient: bool = True) -> int:
    """One process at a time; another one is left to its work. While ClickHouse does not answer, all waits, and who is not `patient` is
    told (Unavailable). Without `sums`, what waits to be added up is left: it is for another engine, or not yet for anybody."""
    if connection.in_atomic_block and not settings.TESTING:
        raise RuntimeError("What ClickHouse has can not be undone with a transaction.")
    with alone() as ours:
        if not ours:
            return 0
        try:
            return step(sums)
        except Unavailable as error:
            if not patient:
                raise
            log.warning("What was heard waits for ClickHouse: %s", error)
            return 0


@contextmanager
def alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('listening.settle'))")
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('listening.settle'))")


def step(sums: bool) -> int:
    look_back(backends.backend())
    act = next_act()
    if act:
        while sums and send(counted(), []):  # what is to be forgotten may wait among the sums
            pass
        acts.do(act[1])
        taken([], [act[0]])
        return 1
    sent = send(counted() if sums else [], queued())
    tallies.fold()
    return sent


def look_back(backend: backends.Backend) -> None:
    """Once in each process."""
    if backend not in _seen:
        tallies.refuse_unknown()
        _seen.add(backend)


_seen: WeakSet[backends.Backend] = WeakSet()


def next_act() -> tuple[int, dict[str, Any]] | None:
    """What is to be forgotten, once all that was queued before it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, act FROM listening_queued ORDER BY id LIMIT 1")
        row = cursor.fetchone()
        return (row[0], json.loads(row[1])) if row and row[1] is not None else None


def counted() -> list[tuple[int, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, lines FROM listening_counted ORDER BY id LIMIT %s", [BATCHES])
        return list(cursor.fetchall())


def queued() -> list[tuple[int, str, str, Any]]:
    """Up to the next act."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUED, [LETTERS])
        return list(cursor.fetchall())


QUEUED = """
SELECT id, mentions, filed, lines FROM (
    SELECT *, sum(size) OVER (ORDER BY id) - size AS before FROM (
        SELECT *, length(mentions) + length(filed) + coalesce(length(lines::text), 0) AS size FROM listening_queued
        WHERE id < coalesce((SELECT min(id) FROM listening_queued WHERE act IS NOT NULL), 9223372036854775807) ORDER BY id LIMIT 2000
    ) AS first
) AS sized WHERE before < %s ORDER BY id
"""


def send(counted: Sequence[tuple[int, Any]], queued: Sequence[tuple[int, str, str, Any]]) -> int:
    """Their number."""
    backend = backends.backend()
    sums = "".join(lines.of_rows(json.loads(each)) for each in [*(row[1] for row in counted), *(row[3] for row in queued)] if each)
    filed = "".join(lines.ended(row[2], row[0]) for row in queued)
    mentions = "".join(lines.ended(row[1], row[0]) for row in queued)
    attempt = tallies.begin(0) if sums else None
    for table, columns, found in (
        ("tally", f"{tallies.COLUMNS}, level, block", attempt and lines.ended(sums, 0, attempt)),
        ("filed", f"{lines.FILED}, version", filed),
        ("mention", f"{lines.COLUMNS}, version", mentions),
    ):
        if found:
            backend.insert(table, columns, found)
    taken([row[0] for row in counted], [row[0] for row in queued], attempt)
    return len(counted) + len(queued)


@transaction.atomic
def taken(counted: Sequence[int], queued: Sequence[int], attempt: int | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_counted WHERE id = ANY(%s)", [list(counted)])
        cursor.execute("DELETE FROM listening_queued WHERE id = ANY(%s)", [list(queued)])
    if attempt:
        tallies.end(0, attempt)

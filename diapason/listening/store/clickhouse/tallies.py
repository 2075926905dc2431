"""What comes up in mentions, added up so that nothing is counted twice, whatever is killed.

ClickHouse knows no transaction. So each writing of sums is an attempt with a number of its own, and PostgreSQL knows which numbers are
true: those up to the last that was acknowledged, but for attempts whose end is not known, which are refused for ever and made again
under another number. A reader asks PostgreSQL first, in one statement. Small attempts are folded into larger ones in the same way, level
by level, and what was folded is dropped a while later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from diapason.core import clock
from diapason.listening.store.base import Tally, What
from diapason.listening.store.clickhouse import backends, schema
from diapason.listening.store.clickhouse.backends import listed, quoted

FOLD = 64  # attempts of a level that make one of the next
LEVELS = 3
READERS = timedelta(minutes=2)  # who asked PostgreSQL before a fold has read by then
COLUMNS = "wording, what, day, value, mentions, reach, negative, positive"


@dataclass(frozen=True, slots=True)
class Level:
    """True are the attempts after `folded` and up to `acked` that are not `refused`; `waiting` is how many. Before `dropped`, nothing
    is left."""

    level: int
    acked: int
    folded: int
    waiting: int
    dropped: int
    folded_at: datetime | None
    refused: list[int]

    @property
    def condition(self) -> str:
        but = [number for number in self.refused if self.folded < number <= self.acked]
        without = f" AND block NOT IN ({listed(but)})" if but else ""
        return f"(level = {self.level} AND block > {self.folded} AND block <= {self.acked}{without})"


def levels() -> list[Level]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, acked, folded, waiting, dropped, folded_at, refused FROM listening_level ORDER BY level")
        return [Level(*row) for row in cursor.fetchall()]


def refuse_unknown() -> None:
    """Attempts after the last that we know: of a time that this database has forgotten, since it was put back from a backup."""
    later = " OR ".join(f"(level = {level.level} AND block > {level.acked})" for level in levels())
    rows = backends.rows(f"SELECT level, block FROM tally WHERE {later} GROUP BY level, block")  # noqa: S608 - our own numbers
    with connection.cursor() as cursor:
        for level, block in rows:
            cursor.execute(
                "UPDATE listening_level SET refused = refused || %s::bigint WHERE level = %s AND NOT %s = ANY(refused)",
                [int(block), int(level), int(block)],
            )
            cursor.execute("SELECT setval('listening_attempt', greatest(last_value, %s)) FROM listening_attempt", [int(block)])


def begin(level: int) -> int:
    """The number of a new attempt. One that was begun before and never ended is refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_level SET attempt = nextval('listening_attempt'),"
            " refused = CASE WHEN attempt IS NULL THEN refused ELSE refused || attempt END WHERE level = %s RETURNING attempt",
            [level],
        )
        return int(cursor.fetchone()[0])


def end(level: int, attempt: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_level SET acked = %s, attempt = NULL, waiting = waiting + 1 WHERE level = %s AND attempt = %s",
            [attempt, level, attempt],
        )


def fold() -> None:
    """Adds attempts up, where there are many, and drops what was added up before."""
    for level in levels():
        if level.level + 1 < LEVELS and level.waiting >= FOLD:
            fold_level(level)
        elif level.folded_at and level.folded_at < clock.now() - READERS:
            drop(level)


def fold_level(level: Level) -> None:
    attempt = begin(level.level + 1)
    backends.backend().run(
        f"INSERT INTO tally ({COLUMNS}, level, block)"  # noqa: S608 - our own numbers
        " SELECT wording, what, day, value, sum(mentions), sum(reach), sum(negative), sum(positive),"
        f" toUInt8({level.level + 1}), toUInt64({attempt}) FROM tally WHERE {level.condition} GROUP BY wording, what, day, value"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        end(level.level + 1, attempt)
        cursor.execute(
            "UPDATE listening_level SET folded = acked, waiting = 0, folded_at = %s,"
            " refused = ARRAY(SELECT number FROM unnest(refused) AS number WHERE number > acked) WHERE level = %s",
            [clock.now(), level.level],
        )


def drop(level: Level) -> None:
    first, last = level.dropped // schema.PART, (level.folded + 1) // schema.PART
    backend = backends.backend()
    for part in range(first, last):
        table = schema.stored(backend, "tally") + schema.everywhere(backend)
        backend.run(f"ALTER TABLE {table} DROP PARTITION ({level.level}, {part})")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listening_level SET dropped = %s, folded_at = NULL WHERE level = %s", [last * schema.PART, level.level])


def tidy(before: date) -> int:
    """Rows that come up once or twice cost little where they are kept by column: none is let go of."""
    return 0


def top(wordings: Sequence[int], what: What, since: date, until: date, limit: int) -> list[Tally]:
    if not wordings:
        return []
    true = " OR ".join(level.condition for level in levels())
    rows = backends.rows(
        "SELECT value, sum(mentions) AS many, sum(reach), sum(negative), sum(positive) FROM tally"  # noqa: S608 - quoted
        f" WHERE wording IN ({listed(wordings)}) AND what = {quoted(what.value)} AND day >= toDate('{since}') AND day <= toDate('{until}')"
        f" AND ({true}) GROUP BY value HAVING many > 0 ORDER BY many DESC, value LIMIT {int(limit)}"
    )
    return [Tally(value, *map(int, figures)) for value, *figures in rows]

"""Inside `bin/bench listening`: many times the mentions that were poured, each copy said on other days of the year.

The database makes the copies, and the sums that they would have been counted in: what charts read is as large as if all had been
poured. Days are whole ones of UTC, in which the brand of the benchmark lives.
"""

# ruff: noqa: S608 - our own tables and columns
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg

from diapason.listening.store.postgres.keeping import COLUMNS
from diapason.listening.store.postgres.thinning import MOST

DAYS = 365
POURED = ("mention", "filed", "volume", "day", "tally")


@contextmanager
def hurried(url: str) -> Iterator[psycopg.Connection]:
    """As one loads a database: nothing is waited for, and the index of words is made at the end."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'")
        [definition] = connection.execute("SELECT pg_get_indexdef('listening_mention_lexemes'::regclass)").fetchone() or [""]
        connection.execute("DROP INDEX listening_mention_lexemes")
        yield connection
        connection.execute(definition.replace(" ON ONLY ", " ON "))  # of every month
        connection.execute("VACUUM ANALYZE")


def grow(url: str, first: date, since: int, until: int) -> None:
    """From `since` to `until` times what was poured. `first`: the first day of the year that was poured."""
    with hurried(url) as connection:
        if since == 1:
            for table in POURED:
                connection.execute(f"CREATE TABLE bench_{table} AS SELECT * FROM listening_{table}")
        for copy in range(since, until):
            for statement in MENTIONS, FILED, HEARD:
                connection.execute(statement.format(copy=copy, first=first, days=DAYS))
        for statement in VOLUME, DAY, TALLY:
            connection.execute(statement.format(copies=until, first=first, days=DAYS, most=MOST))


# Shifted by so many days, around the year; a mention is another one with other bits in its number.
MOVED = "to_timestamp({start} + mod(extract(epoch FROM {at})::bigint - {start} + {copy} * 86400, {{days}} * 86400))"
START = "extract(epoch FROM '{first} 00:00Z'::timestamptz)::bigint"


def moved(at: str, copy: str = "{copy}") -> str:
    return MOVED.format(start=START, at=at, copy=copy)


def day_moved(copy: str = "{copy}") -> str:
    return f"'{{first}}'::date + mod(day - '{{first}}'::date + {copy}, {{days}})"


OTHER = "({} # (hashint8extended({{copy}}, 7) & 9223372036854775807))"
SHIFTED = {"id": OTHER.format("id"), "said_at": moved("said_at"), "key": "key || ' {copy}'"}
MENTIONS = (
    f"INSERT INTO listening_mention ({COLUMNS}, lexemes)"
    f" SELECT {', '.join(SHIFTED.get(name, name) for name in COLUMNS.split(', '))}, lexemes FROM bench_mention"
)
HEARD = f"INSERT INTO listening_heard (id, said_at) SELECT {SHIFTED['id']}, {SHIFTED['said_at']} FROM bench_mention"
FILED = (
    "INSERT INTO listening_filed (wording_id, said_at, mention_id, sentiment, ignored, day)"
    f" SELECT wording_id, {moved('said_at')}, {OTHER.format('mention_id')}, sentiment, ignored, {day_moved()} FROM bench_filed"
)
VOLUME = f"""
TRUNCATE listening_volume;
INSERT INTO listening_volume (wording_id, hour, sentiment, mentions, reach)
SELECT wording_id, {moved("hour", "copy")}, sentiment, sum(mentions), sum(reach)
FROM bench_volume, generate_series(0, {{copies}} - 1) AS copy GROUP BY 1, 2, 3
"""
DAY = f"""
TRUNCATE listening_day;
INSERT INTO listening_day (wording_id, day, sentiment, mentions, reach)
SELECT wording_id, {day_moved("copy")}, sentiment, sum(mentions), sum(reach)
FROM bench_day, generate_series(0, {{copies}} - 1) AS copy GROUP BY 1, 2, 3
"""
TALLY = f"""
TRUNCATE listening_tally, listening_month;
INSERT INTO listening_tally (wording_id, what, day, value, mentions, reach, negative, positive)
SELECT wording_id, what, day, value, mentions, reach, negative, positive FROM (
    SELECT *, row_number() OVER (PARTITION BY wording_id, what, day ORDER BY mentions DESC) AS rank FROM (
        SELECT wording_id, what, {day_moved("copy")} AS day, value,
            sum(mentions) AS mentions, sum(reach) AS reach, sum(negative) AS negative, sum(positive) AS positive
        FROM bench_tally, generate_series(0, {{copies}} - 1) AS copy GROUP BY 1, 2, 3, 4
    ) AS each
) AS ranked WHERE rank <= {{most}}
"""

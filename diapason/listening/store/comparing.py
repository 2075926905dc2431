"""Whether both engines keep the same, by month, brand, wording and tone, by how many and which."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from diapason.listening.store.clickhouse import backends, tallies

PRIME = 1_000_003  # of the numbers of mentions, what is left by it is added up: other mentions would give another sum
MONTH = "toYYYYMM(toDateTime(intDiv(said_at, 1000000), 'UTC'))"
Counts = dict[tuple[Any, ...], tuple[int, ...]]

IN_POSTGRES = {
    "mentions": (
        3,
        "SELECT workspace_id, to_char(said_at AT TIME ZONE 'UTC', 'YYYYMM')::integer, coalesce(sentiment, 9), count(*), sum(id % {prime})"
        " FROM listening_mention GROUP BY 1, 2, 3",
    ),
    "filed": (
        2,
        "SELECT wording_id, to_char(said_at AT TIME ZONE 'UTC', 'YYYYMM')::integer, count(*), sum(mention_id % {prime})"
        " FROM listening_filed GROUP BY 1, 2",
    ),
    "sums": (
        2,
        "SELECT wording_id, what, sum(mentions), sum(reach), sum(negative), sum(positive) FROM listening_tally GROUP BY 1, 2",
    ),
}
IN_CLICKHOUSE = {
    "mentions": "SELECT workspace, {month}, ifNull(sentiment, 9), count(), sum(id % {prime}) FROM mention FINAL"
    " GROUP BY workspace, {month}, ifNull(sentiment, 9)",
    "filed": "SELECT wording, {month}, count(), sum(id % {prime}) FROM filed FINAL WHERE gone = 0 GROUP BY wording, {month}",
    "sums": "SELECT wording, what, sum(mentions), sum(reach), sum(negative), sum(positive) FROM tally WHERE {true} GROUP BY wording, what",
}


def differences() -> list[str]:
    """In words, none where they agree."""
    found = []
    true = " OR ".join(level.condition for level in tallies.levels())
    for name, (keys, sql) in IN_POSTGRES.items():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(prime=PRIME).replace("%", "%%"), [])
            ours = counts(keys, cursor.fetchall())
        theirs = counts(keys, backends.rows(IN_CLICKHOUSE[name].format(prime=PRIME, month=MONTH, true=true)))
        found += [
            f"{name} {key}: {ours.get(key)} in PostgreSQL, {theirs.get(key)} in ClickHouse"
            for key in sorted(ours.keys() | theirs.keys(), key=str)
            if ours.get(key) != theirs.get(key)
        ]
    return found


def counts(keys: int, rows: Iterable[Sequence[Any]]) -> Counts:
    """Numbers may come as text."""
    return {tuple(map(str, row[:keys])): tuple(map(int, row[keys:])) for row in rows}

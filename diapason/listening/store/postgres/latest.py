"""The latest mentions of which something is true, however often it is.

What is common is met soon on the way back in time; what is rare is named at once by the index of words and facts. PostgreSQL cannot know
which it is of a word that it never counted, and would walk through millions of mentions. So it is told: some are walked through, then the
index is asked month by month, and where it names too many, more are walked through. What is too rare for both, as a phrase of two
common words, is looked for further on the next time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from diapason.listening.store.postgres import partitions
from diapason.listening.store.postgres.filings import Key, filed

WALKED = 2000  # mentions that are walked through at first; twice as many each time that the index names too many
ROUNDS = 4
FEW = 2000  # mentions that the index may name at once
NAMED = 2000  # and for one page
AMONG = 200  # of what the index names, how many are looked up first among what is filed
MOST_MONTHS = 16  # asked at once; whatever is older then comes last


@dataclass(slots=True)
class Asked:
    """Conditions on `mention`, joined by AND, and their values. `wording`: only what is filed there. `lexemes`: what the index answers;
    `placed`: what else is asked of the places of words. Both as a tsquery, or empty."""

    workspace: int
    wording: int | None = None
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    lexemes: str = ""
    placed: str = ""

    def require(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values += values

    def before(self, edge: Key | None) -> "Asked":
        found = replace(self, conditions=[*self.conditions], values=[*self.values])
        if edge:
            found.require("(mention.said_at, mention.id) < (%s, %s)", *edge)
        return found


def latest(asked: Asked, size: int, edge: Key | None = None) -> tuple[list[Key], Key | None]:
    """So many at most, before `edge`; and where to go on if they are fewer, None where there are no more."""
    if not asked.lexemes:
        return walked(asked.before(edge), size), None
    found: list[Key] = []
    left = NAMED
    for turn in range(ROUNDS):
        some, edge = walked_some(asked.before(edge), size - len(found), WALKED << turn)
        found += some
        if len(found) < size and edge:
            some, edge, left = named(asked, size - len(found), edge, left)
            found += some
        if len(found) >= size or not edge or left <= 0:
            break
    return found, edge


# ── On the way back in time ──────────────────────────────────────────────────────────────────────────────────────────
FILED = "(SELECT wording_id, said_at, mention_id AS id, sentiment, ignored FROM listening_filed)"


def walked(asked: Asked, size: int) -> list[Key]:
    sql, values = way_back(asked)
    return read(f"{sql} LIMIT %s", [*values, size])


def walked_some(asked: Asked, size: int, among: int) -> tuple[list[Key], Key | None]:
    """Those of the `among` latest; and the last of these, None where there were not as many."""
    wanted = " & ".join(f"({each})" for each in (asked.lexemes, asked.placed) if each)
    met, values = way_back(asked, lexemes=True)
    kept = "" if asked.wording is None else OF_FILED
    sql = f"SELECT met.said_at, met.id FROM ({met} LIMIT %s) AS met {kept} WHERE lexemes @@ %s::tsquery"  # noqa: S608 - our own
    found = read(f"{sql} ORDER BY met.said_at DESC, met.id DESC LIMIT %s", [*values, among, wanted, size])
    if len(found) >= size:
        return found, None
    sql, values = way_back(asked)
    return found, next(iter(read(f"{sql} OFFSET %s LIMIT 1", [*values, among - 1])), None)


# One row after the other: the limit inside keeps PostgreSQL from reading all mentions for the few that are met.
OF_FILED = """
CROSS JOIN LATERAL (
    SELECT lexemes FROM listening_mention AS mention WHERE mention.said_at = met.said_at AND mention.id = met.id LIMIT 1
) AS kept
"""


def way_back(asked: Asked, *, lexemes: bool = False) -> tuple[str, list[Any]]:
    """What is filed says itself all that is asked of it here, but for the lexemes."""
    table, first, whose, columns = "listening_mention", "mention.workspace_id = %s", asked.workspace, ", lexemes" if lexemes else ""
    if asked.wording is not None:
        table, first, whose, columns = FILED, "mention.wording_id = %s", asked.wording, ""
    conditions = " AND ".join([first, *asked.conditions])
    sql = f"SELECT said_at, id{columns} FROM {table} AS mention WHERE {conditions} ORDER BY said_at DESC, id DESC"  # noqa: S608 - our own
    return sql, [whose, *asked.values]


# ── By the index of words and facts ──────────────────────────────────────────────────────────────────────────────────
def named(asked: Asked, size: int, edge: Key, left: int) -> tuple[list[Key], Key | None, int]:
    """Month by month, then several at once; until there are enough, or too many in one month, or `left` were looked at. Where to go on,
    None where nothing is older; and how many may still be looked at."""
    found: list[Key] = []
    months = 1
    while left > 0:
        since = some_months_before(edge[0], months) if months <= MOST_MONTHS else None
        rows = by_index(asked.before(edge), since)
        if rows is None and months == 1:
            return found, edge, left
        if rows is None:
            months = 1
            continue
        fitting = sorted(((at, key) for at, key, fits in rows if fits), reverse=True)
        found += fitting if asked.wording is None else some_filed(asked.wording, fitting, size - len(found))
        left -= len(rows)
        if len(found) >= size or since is None:
            return found[:size], None, left
        edge, months = (since, 0), 2 * months
    return found, edge, left


def some_months_before(moment: datetime, months: int) -> datetime:
    """The beginning of a month: of the one that ends there or lasts, if `months` is 1."""
    first = partitions.month_of(moment - timedelta(microseconds=1))
    number = first.year * 12 + first.month - months
    return first.replace(year=number // 12, month=number % 12 + 1)


def by_index(asked: Asked, since: datetime | None) -> Sequence[tuple[datetime, int, bool]] | None:
    """Each with whether its words stand where they should; None where they are more than FEW. Filed or not."""
    conditions = ["mention.workspace_id = %s", *asked.conditions, "mention.lexemes @@ %s::tsquery"]
    values = [asked.workspace, *asked.values, asked.lexemes]
    fits = "true"
    if asked.placed:
        fits, values = "mention.lexemes @@ %s::tsquery", [asked.placed, *values]
    if since is not None:
        conditions.append("mention.said_at >= %s")
        values.append(since)
    sql = f"SELECT said_at, id, {fits} FROM listening_mention AS mention WHERE {' AND '.join(conditions)}"  # noqa: S608 - our own
    with transaction.atomic(), by_lexemes() as cursor:
        cursor.execute(f"{sql} LIMIT {FEW + 1}", values)
        rows = cursor.fetchall()
    return rows if len(rows) <= FEW else None


def some_filed(wording: int, keys: Sequence[Key], size: int) -> list[Key]:
    """Those that are filed there, or the first of them: `size` at least, if there are as many."""
    found = filed(wording, keys[:AMONG])
    return found if len(found) >= size else [*found, *filed(wording, keys[AMONG:])]


@contextmanager
def by_lexemes() -> Iterator[CursorWrapper]:
    """Within a transaction: what is asked here goes through the index of words and facts."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT")


def read(sql: str, values: Sequence[Any]) -> list[Key]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())

"""Of months that are over, words, authors and the like added up once more: a list of a year reads months instead of days.

Days stay, and a month is read only while it is the sum of its days. `listening_month` says which are; whoever changes a day takes its
month out of there (`open_again`), and the next night it is added up anew. Days change while the lock `listening.settle` is held.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from diapason.listening.store.base import What
from diapason.workspaces.periods import month_of

MANY = (What.WORD, What.AUTHOR, What.SITE, What.TAG, What.NAME)  # of which there may be more than one looks at
LEAST = 3000  # lines of a month: fewer are read as they are
Part = tuple[bool, date, date]  # whether it is of whole months (that are added up); the first and the last day


# ── Adding up ────────────────────────────────────────────────────────────────────────────────────────────────────────
def add_up(before: date) -> int:
    """The months that ended before a day, one wording and kind of thing after the other."""
    with connection.cursor() as cursor:
        cursor.execute(LARGE, [[what.value for what in MANY], month_of(before).start, LEAST])
        large = cursor.fetchall()
    for wording, what, month in large:
        add_up_one(wording, what, month)
    return len(large)


@transaction.atomic
def add_up_one(wording: int, what: str, month: date) -> None:
    with connection.cursor() as cursor:
        hold(cursor)
        cursor.execute("DELETE FROM listening_month_tally WHERE (wording_id, what, month) = (%s, %s, %s)", [wording, what, month])
        cursor.execute(SUM, [month, wording, what, month, month_of(month).end])
        cursor.execute("INSERT INTO listening_month VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", [wording, what, month])


def hold(cursor: CursorWrapper) -> None:
    """Until the end of the transaction, nobody else changes days: who adds up waits, and never half sees a change."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('listening.settle'))")


def open_again(
    cursor: CursorWrapper, wordings: Sequence[int], whats: Sequence[What], since: date = date.min, until: date = date.max
) -> None:
    """Their months that hold one of these days are no longer read, and what they named is gone."""
    span = [month_of(since).start, until]
    for table in ("listening_month", "listening_month_tally"):
        cursor.execute(
            f"DELETE FROM {table} WHERE wording_id = ANY(%s) AND what = ANY(%s) AND month BETWEEN %s AND %s",  # noqa: S608 - our own
            [list(wordings), [what.value for what in whats], *span],
        )


LARGE = """
SELECT wording_id, what, month FROM (
    SELECT wording_id, what, date_trunc('month', day::timestamp)::date AS month, count(*) AS lines
    FROM listening_tally WHERE what = ANY(%s) AND day < %s GROUP BY 1, 2, 3
) AS found WHERE lines > %s AND (wording_id, what, month) NOT IN (SELECT wording_id, what, month FROM listening_month) ORDER BY 1, 2, 3
"""
SUM = """
INSERT INTO listening_month_tally (wording_id, what, month, value, mentions, reach, negative, positive)
SELECT wording_id, what, %s, value, sum(mentions), sum(reach), sum(negative), sum(positive)
FROM listening_tally WHERE wording_id = %s AND what = %s AND day BETWEEN %s AND %s GROUP BY wording_id, what, value
"""


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def lines(wordings: Sequence[int], what: What, since: date, until: date) -> tuple[str, list[Any]]:
    """The lines of a period as SQL (value, mentions, reach, negative, positive), and its values: of days, and of months where these
    are added up."""
    parts, values = [], []
    for standing, group in alike(wordings, what, since, until).items():
        for whole, start, end in divided(standing, since, until):
            table, column = ("listening_month_tally", "month") if whole else ("listening_tally", "day")
            parts.append(
                f"SELECT value, mentions, reach, negative, positive FROM {table}"  # noqa: S608 - our own tables
                f" WHERE wording_id = ANY(%s) AND what = %s AND {column} BETWEEN %s AND %s"
            )
            values += [group, what.value, start, end]
    return " UNION ALL ".join(parts), values


def alike(wordings: Sequence[int], what: What, since: date, until: date) -> dict[frozenset[date], list[int]]:
    """Wordings by those of their months in a period that are added up."""
    if not wordings or what not in MANY or not any(is_whole for is_whole, _start, _end in by_month(since, until)):
        return {frozenset(): list(wordings)}
    standing: dict[int, set[date]] = {wording: set() for wording in wordings}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wording_id, month FROM listening_month WHERE wording_id = ANY(%s) AND what = %s AND month BETWEEN %s AND %s",
            [list(wordings), what.value, since, until],
        )
        for wording, month in cursor.fetchall():
            standing[wording].add(month)
    found: dict[frozenset[date], list[int]] = defaultdict(list)
    for wording, months in standing.items():
        found[frozenset(months)].append(wording)
    return dict(found)


def divided(standing: frozenset[date], since: date, until: date) -> Iterator[Part]:
    """A period in as few parts as can be, each of whole months that are added up, or of days."""
    months = ((whole and start in standing, start, end) for whole, start, end in by_month(since, until))
    for whole, parts in groupby(months, key=lambda part: part[0]):
        found = list(parts)
        yield whole, found[0][1], found[-1][2]


def by_month(since: date, until: date) -> Iterator[Part]:
    while since <= until:
        month = month_of(since)
        end = min(month.end, until)
        yield (since, end) == (month.start, month.end), since, end
        since = end + timedelta(days=1)

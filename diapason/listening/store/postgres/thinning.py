"""Of a day that is over, the words, authors and the like that came up most. The others, which came up once or twice, are most of the rows
of a busy query, and no list of the most frequent ever shows them. What is left of a month that is over is added up once more (`months`)."""

from datetime import date

from django.db import connection, transaction

from diapason.listening.store.base import What
from diapason.listening.store.postgres import months

MOST = 1000  # of one wording, one day and one kind of thing


def tidy(before: date) -> int:
    """One wording, day and kind of thing after the other, so that nobody waits long for its rows."""
    with connection.cursor() as cursor:
        cursor.execute(CROWDED, [[what.value for what in months.MANY], before, MOST])
        crowded = cursor.fetchall()
    gone = sum(thin(*each) for each in crowded)
    months.add_up(before)
    return gone


@transaction.atomic
def thin(wording: int, what: str, day: date) -> int:
    with connection.cursor() as cursor:
        months.hold(cursor)
        months.open_again(cursor, [wording], [What(what)], day, day)
        cursor.execute(THIN, [wording, what, day, MOST])
        return int(cursor.rowcount)


CROWDED = """
SELECT wording_id, what, day FROM listening_tally WHERE what = ANY(%s) AND day < %s GROUP BY 1, 2, 3 HAVING count(*) > %s
"""
THIN = """
WITH rare AS (
    SELECT wording_id, what, day, value FROM listening_tally WHERE (wording_id, what, day) = (%s, %s, %s)
    ORDER BY mentions DESC, reach DESC, value OFFSET %s
)
DELETE FROM listening_tally USING rare
WHERE (listening_tally.wording_id, listening_tally.what, listening_tally.day, listening_tally.value)
    = (rare.wording_id, rare.what, rare.day, rare.value)
"""

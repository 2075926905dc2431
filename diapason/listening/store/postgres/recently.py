"""Counting mentions themselves, by minutes: what alerts look at."""

from collections.abc import Sequence

from django.db import connection

from diapason.listening.mentions import Sentiment
from diapason.listening.store.base import Period, Recent


def recent(wordings: Sequence[int], period: Period, seconds: int) -> list[Recent]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wording_id, date_bin(make_interval(secs => %s), said_at, %s) AS step, count(*), count(*) FILTER (WHERE sentiment = %s)"
            " FROM listening_filed WHERE wording_id = ANY(%s) AND said_at >= %s AND said_at < %s AND NOT ignored"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            [seconds, period.since, int(Sentiment.NEGATIVE), list(wordings), period.since, period.until],
        )
        return [Recent(*row) for row in cursor.fetchall()]

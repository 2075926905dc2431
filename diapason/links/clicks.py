"""Counting a click: one statement."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from diapason.links.models import DailySalt, Visit

AGAIN_WITHIN = timedelta(minutes=30)

# The visit is new when its row is new or has run out; only a new one counts as a click.
COUNT = """
WITH fresh AS (
    INSERT INTO links_visit (digest, until) VALUES (%(digest)s, %(until)s)
    ON CONFLICT (digest) DO UPDATE SET until = EXCLUDED.until WHERE links_visit.until <= %(now)s
    RETURNING 1
), counted AS (SELECT count(*)::int AS new FROM fresh)
INSERT INTO links_clickhour (link_id, hour, clicks, repeats, bots)
SELECT %(link)s, %(hour)s, new, 1 - new, 0 FROM counted
ON CONFLICT (link_id, hour) DO UPDATE
SET clicks = links_clickhour.clicks + EXCLUDED.clicks, repeats = links_clickhour.repeats + EXCLUDED.repeats
"""
COUNT_ROBOT = """
INSERT INTO links_clickhour (link_id, hour, clicks, repeats, bots) VALUES (%(link)s, %(hour)s, 0, 0, 1)
ON CONFLICT (link_id, hour) DO UPDATE SET bots = links_clickhour.bots + 1
"""


def count(link_id: int, at: datetime, digest: bytes | None) -> None:
    """Counts one opening of a link; `digest` None: by a machine."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    values: dict[str, Any] = {"link": link_id, "hour": hour, "digest": digest, "now": at, "until": at + AGAIN_WITHIN}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ROBOT if digest is None else COUNT, values)


def forget(now: datetime) -> None:
    """Deletes what is no longer needed to count: digests that ran out, the salts of past days."""
    Visit.objects.filter(until__lt=now).delete()
    DailySalt.objects.filter(day__lt=now.date()).delete()

"""A limit per minute on public addresses, shared by all web processes."""

from datetime import timedelta

from django.db import connection

from diapason.core import clock

HIT = """
INSERT INTO links_throttle (bucket, hits, until) VALUES (%(bucket)s, 1, %(until)s)
ON CONFLICT (bucket) DO UPDATE
SET hits = CASE WHEN links_throttle.until <= %(now)s THEN 1 ELSE links_throttle.hits + 1 END, until = EXCLUDED.until
RETURNING hits
"""


def allowed(bucket: str, limit: int) -> bool:
    """Counts one more request of this bucket in the present minute; False past `limit`."""
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(HIT, {"bucket": f"{bucket}:{minute:%H%M}", "now": now, "until": minute + timedelta(minutes=2)})
        (hits,) = cursor.fetchone()
    return bool(hits <= limit)

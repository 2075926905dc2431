"""How often something may be asked for in a minute of the clock: counted in the database, for all web processes together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from diapason.core import clock
from diapason.core.models import Throttle

HIT = """
INSERT INTO core_throttle (bucket, hits, until) VALUES (%(bucket)s, 1, %(until)s)
ON CONFLICT (bucket) DO UPDATE
SET hits = CASE WHEN core_throttle.until = EXCLUDED.until THEN core_throttle.hits + 1 ELSE 1 END, until = EXCLUDED.until
RETURNING hits
"""


@dataclass(frozen=True, slots=True)
class Minute:
    """The present minute of one bucket, this request counted; it ends in `seconds`, at least 1."""

    hits: int
    seconds: int


def hit(bucket: str) -> Minute:
    """Counts one more request. Any text names a bucket, such as the visitor's address: only its keyed digest is kept."""
    now = clock.now()
    until = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    with connection.cursor() as cursor:
        cursor.execute(HIT, {"bucket": salted_hmac("throttle", bucket, algorithm="sha256").hexdigest(), "until": until})
        (hits,) = cursor.fetchone()
    return Minute(hits, max(int((until - now).total_seconds()), 1))


def allows(bucket: str, limit: int) -> bool:
    """Counts one more request; whether it is among the first `limit` of its minute."""
    return hit(bucket).hits <= limit


def forget() -> None:
    Throttle.objects.filter(until__lt=clock.now()).delete()

"""How often a token may call: so many reads and so many writes in each minute of the clock, counted in the database."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse

from diapason.api.models import ApiToken
from diapason.core import clock

PER_MINUTE = {"read": 300, "write": 60}
HIT = """
INSERT INTO api_ratewindow (token_id, kind, minute, hits) VALUES (%(token)s, %(kind)s, %(minute)s, 1)
ON CONFLICT (token_id, kind) DO UPDATE
SET hits = CASE WHEN api_ratewindow.minute = EXCLUDED.minute THEN api_ratewindow.hits + 1 ELSE 1 END, minute = EXCLUDED.minute
RETURNING hits
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """Where a token stands in this minute; `reset` is in seconds."""

    limit: int
    hits: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.hits > self.limit

    def tell(self, response: HttpResponse) -> None:
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(max(self.limit - self.hits, 0))
        response["RateLimit-Reset"] = str(self.reset)
        if response.status_code == 429:
            response["Retry-After"] = str(self.reset)


def hit(token: ApiToken, kind: str) -> Usage:
    """Counts one more request. Outside the transaction of what it does, so that a refused request counts too."""
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(HIT, {"token": token.pk, "kind": kind, "minute": minute})
        (hits,) = cursor.fetchone()
    return Usage(PER_MINUTE[kind], hits, max(int((minute + timedelta(minutes=1) - now).total_seconds()), 1))

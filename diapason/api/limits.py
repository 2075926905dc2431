"""How often a token may call: so many reads and so many writes in each minute of the clock."""

from dataclasses import dataclass

from django.http import HttpResponse

from diapason.api.models import ApiToken
from diapason.core import throttle

PER_MINUTE = {"read": 300, "write": 60}


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
    minute = throttle.hit(f"api:{token.pk}:{kind}")
    return Usage(PER_MINUTE[kind], minute.hits, minute.seconds)

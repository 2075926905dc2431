"""From an HTTP exchange to the five words.

The rule that everything else stands on: once a mutation may have reached the network, anything but a clear answer is
`Unknown`.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from diapason.core import clock, http
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth, Temporary, Unknown

# Raised before a byte of the request has left: nothing can have been done.
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@asynccontextmanager
async def exchange(*, mutation: bool) -> AsyncIterator[None]:
    """Turns the failures of one HTTP call into the five words."""
    try:
        yield
    except NOT_SENT as error:
        raise Temporary("The server could not be reached.") from error
    except http.Refused as error:
        raise Permanent(str(error), code="address_refused") from error
    except httpx2.TimeoutException as error:
        raise lost("The server did not answer in time.", mutation) from error
    except httpx2.HTTPError as error:
        raise lost("The connection was lost before an answer came.", mutation) from error


def lost(detail: str, mutation: bool) -> NetworkError:
    return Unknown(detail) if mutation else Temporary(detail)


def error_for(response: httpx2.Response, *, mutation: bool, detail: str = "", code: str = "") -> NetworkError | None:
    """The word for a status, or None for a success. `detail` is the network's own message, cut short by the caller."""
    status = response.status_code
    if status < 400:
        return None
    detail = detail or f"HTTP {status}"
    if status == 429:
        return RateLimited(detail, until=retry_at(response.headers), code=code)
    if status == 401:
        return Reauth(detail, code=code)
    if status in {408, 425}:
        return lost(detail, mutation)
    if status >= 500:
        return lost(detail, mutation)
    return Permanent(detail, code=code)


def retry_at(headers: Mapping[str, str]) -> datetime | None:
    """When the network asks to come back: Retry-After (seconds or a date), else a reset time in common headers."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return clock.now() + timedelta(seconds=min(int(value), 86400))
    if value:
        try:
            return parsedate_to_datetime(value).astimezone(UTC)
        except ValueError:
            pass
    return reset_time(headers.get("ratelimit-reset") or headers.get("x-ratelimit-reset") or "")


def reset_time(value: str) -> datetime | None:
    """A reset given as an epoch, as seconds to wait, or as an ISO date."""
    value = value.strip()
    if value.isdigit():
        number = int(value)
        return datetime.fromtimestamp(number, UTC) if number > 10**9 else clock.now() + timedelta(seconds=number)
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if value else None
    except ValueError:
        return None

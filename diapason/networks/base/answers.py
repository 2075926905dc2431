"""From an HTTP exchange to the five words.

The rule that everything else stands on: once a mutation may have reached the network, anything but a clear answer is
`Unknown`.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from diapason.core import clock, http
from diapason.core.numbers import whole
from diapason.networks.base import fence
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth, Temporary, Unknown

# Raised before a byte of the request has left: nothing can have been done.
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
# The largest answer that is read: a page of forty posts is a twentieth of it.
MAX_ANSWER = 4 * 1024 * 1024
LONGEST_WAIT = 86_400  # seconds that a Retry-After may ask for
# Headers that describe a body as it travelled, not as it was read.
OF_TRANSFER = {"content-encoding", "content-length", "transfer-encoding"}


@asynccontextmanager
async def exchange(*, mutation: bool) -> AsyncIterator[None]:
    """Turns the failures of one HTTP call into the five words."""
    try:
        yield
    except NOT_SENT as error:
        raise Temporary("The server could not be reached.") from error
    except http.TooLarge as error:
        raise lost("The server's answer is too large to be read.", mutation) from error
    except (http.Refused, httpx2.InvalidURL) as error:
        raise Permanent(str(error), code="address_refused") from error
    except httpx2.TimeoutException as error:
        raise lost("The server did not answer in time.", mutation) from error
    except httpx2.HTTPError as error:
        raise lost("The connection was lost before an answer came.", mutation) from error


async def send(client: httpx2.AsyncClient, method: str, url: str, *, mutation: bool, **options: Any) -> httpx2.Response:
    """One HTTP call, whatever its status, its body read and capped. Raises one of the five words."""
    if mutation:
        fence.check()
    async with exchange(mutation=mutation), client.stream(method, url, **options) as response:
        body = await http.read(response, MAX_ANSWER)
        headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in OF_TRANSFER]
        return httpx2.Response(response.status_code, headers=headers, content=body, request=response.request)


@contextmanager
def understood(*, mutation: bool) -> Iterator[None]:
    """Around the reading of an answer: one that is not what the network documents tells us nothing."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise lost("The server's answer was not understood.", mutation) from error


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
    seconds = whole(value)
    if seconds is not None:
        return clock.now() + timedelta(seconds=min(seconds, LONGEST_WAIT))
    if value:
        with suppress(ValueError, OverflowError):
            return parsedate_to_datetime(value).astimezone(UTC)
    return reset_time(headers.get("ratelimit-reset") or headers.get("x-ratelimit-reset") or "")


def reset_time(value: str) -> datetime | None:
    """A reset given as an epoch, as seconds to wait, or as an ISO date."""
    number = whole(value.strip())
    with suppress(ValueError, OverflowError, OSError):  # what no calendar knows
        if number is None:
            return datetime.fromisoformat(value.strip()).astimezone(UTC)
        return datetime.fromtimestamp(number, UTC) if number > 10**9 else clock.now() + timedelta(seconds=number)
    return None

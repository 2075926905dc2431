"""What anybody may read of a site without an account: JSON by GET, and the way back through what is given newest first."""

import json
import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx2

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connected, Connection
from diapason.networks.base.errors import NetworkError, Permanent


async def get(connection: Connection, path: str, **params: Any) -> Any:
    """The JSON at a path below the connection's address. Raises one of the five words; the codes are `gone`, `closed` and
    `unreadable`."""
    response = await ask(connection, path, **params)
    if response.content.lstrip()[:1] not in (b"{", b"["):
        raise Permanent("What is there is not what was looked for.", code="unreadable")
    with answers.understood(mutation=False):
        return response.json()


async def ask(connection: Connection, path: str, **params: Any) -> httpx2.Response:
    url = connection.base_url.rstrip("/") + path
    options = {"headers": {"Accept": "application/json"}, "params": params or None, "follow_redirects": True}
    response = await answers.send(connection.http, "GET", url, mutation=False, **options)
    if error := refusal(response):
        raise error
    return response


def refusal(response: httpx2.Response) -> NetworkError | None:
    status = response.status_code
    if status in {404, 410}:
        return Permanent(f"HTTP {status}", code="gone")
    if status in {401, 403}:
        return Permanent(f"HTTP {status}", code="closed")
    return answers.error_for(response, mutation=False, code="unreadable" if 400 <= status < 429 else "")


async def connect(connection: Connection, base_url: str, title_of: Callable[[Connection], Awaitable[str]]) -> Connected:
    """The place at `base_url`, under the title that it gives itself. Raises Permanent `not_this` where the title cannot be read."""
    try:
        title = await title_of(Connection(base_url, connection.http))
    except Permanent as error:
        if error.code in {"closed", "address_refused"}:
            raise
        raise Permanent("This is not such a place.", code="not_this") from error
    host = urlsplit(base_url).hostname or ""
    return Connected(base_url[:300], host, title or host, base_url, connection.credentials, url=base_url)


def root_of(url: str, pages: re.Pattern[str]) -> str:
    """The address of the place whose own `pages` begin so; it may be below the root of its site."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, pages.sub("", parts.path).rstrip("/"), "", ""))


@dataclass(frozen=True, slots=True)
class Descent:
    """Reading what is given newest first, without leaving a gap however much was said since the last time.

    Everything up to `done` was given. A descent goes from the newest that it met (`top`) down to `done`, page after page; it stands
    `before` an item, at `page`. Once there, `top` is done. Items are known by numbers that grow. What is read again is harmless.
    """

    done: int = 0
    top: int = 0
    before: int = 0
    page: int = 1

    @classmethod
    def read(cls, cursor: str) -> "Descent":
        return cls(**json.loads(cursor)) if cursor else cls()

    def write(self) -> str:
        return json.dumps(asdict(self))

    def after(self, keys: Collection[int], *, end: bool = False, lowest: int | None = None) -> tuple["Descent", bool]:
        """Where it stands after a page with these items, and whether another waits. `end`: nothing is older than this page;
        `lowest`: how far down the page went, where that is not told by its items."""
        top = max(self.top, self.done, *keys) if keys else max(self.top, self.done)
        low = min([*keys, *([lowest] if lowest is not None else [])], default=0)
        stuck = bool(self.before) and low >= self.before and lowest is None
        if not self.done or end or stuck or low <= self.done:
            return Descent(done=top), False
        return Descent(self.done, top, low, self.page + 1), True


def moment(written: str) -> datetime:
    """An ISO date, in UTC where it says no zone; never one that has not come. Raises ValueError."""
    found = datetime.fromisoformat(written)
    return min((found.replace(tzinfo=UTC) if found.tzinfo is None else found).astimezone(UTC), clock.now())

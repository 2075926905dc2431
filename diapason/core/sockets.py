"""The guarded door to a WebSocket: an address that a person gave is opened as `core.http` opens one, and no other way."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as opening

from diapason.core import http

LONGEST = 8 * 1024 * 1024  # bytes of a message
WAITING = 8  # messages read ahead: who does not keep up makes the other side wait
SECONDS = 20  # to open, and between two signs of life


class Straight(opening):
    """A redirect is refused: where it leads was not checked."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


@asynccontextmanager
async def connect(url: str, *, headers: Mapping[str, str] | None = None, longest: int = LONGEST) -> AsyncIterator[ClientConnection]:
    """A connection that ends with the block. Raises http.Refused for an address that is not opened, and what `websockets` raises."""
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise http.Refused("Only ws and wss addresses are opened.")
    port = parts.port or (443 if parts.scheme == "wss" else 80)
    host = parts.hostname
    address = host if http.trusted(f"http{url[2:]}") else await http.checked_address(host, port)
    tls: dict[str, Any] = {"ssl": http.tls(), "server_hostname": host} if parts.scheme == "wss" else {}
    async with Straight(
        url,
        host=address,
        port=port,
        proxy=None,
        additional_headers=headers,
        user_agent_header=http.USER_AGENT,
        open_timeout=SECONDS,
        ping_interval=SECONDS,
        ping_timeout=SECONDS * 2,
        close_timeout=2,
        max_size=longest,
        max_queue=WAITING,
        **tls,
    ) as connection:
        yield connection

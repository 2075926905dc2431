"""The guarded HTTP client: the only door to an address that a person, a feed or a network gave.

It refuses private and local addresses (also after a redirect or a second look-up of the name), caps size and time,
and never puts a query string or a header in an error. Addresses that an installation trusts on purpose are named in
`DIAPASON_TRUSTED_HOSTS` as `host:port`.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

USER_AGENT = "Diapason (+https://github.com/diapason-social/diapason)"
MAX_BYTES = 20 * 1024 * 1024
TIMEOUT = httpx2.Timeout(30.0, connect=10.0)


class Refused(Exception):
    """An address or an answer that this client does not take; the message can be shown to a person."""


class TooLarge(Refused):
    pass


def trusted(url: str) -> bool:
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    return f"{parts.hostname}:{port}" in settings.TRUSTED_HOSTS


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


async def resolve(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx2.ConnectError(f"{host} cannot be found.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def checked_address(host: str, port: int) -> str:
    """The public address to connect to. Raises Refused where any address of the name is not public."""
    addresses = await resolve(host, port)
    for address in addresses:
        if not is_public(address):
            raise Refused(f"{host} is a private or local address, which Diapason does not open.")
    return addresses[0]


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connects to the address that was checked, so that a name cannot change its answer in between."""

    def __init__(self) -> None:
        self.inner = httpx2.AsyncHTTPTransport(http2=False, retries=0, trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        if url.scheme not in {"http", "https"}:
            raise Refused("Only http and https addresses are opened.")
        if trusted(str(url)):
            return await self.inner.handle_async_request(request)
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await checked_address(url.host, port)
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=address)
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self.inner.aclose()


def client(*, base_url: str = "", headers: dict[str, str] | None = None, **options: Any) -> httpx2.AsyncClient:
    """A guarded client; `transport=` may replace the network in tests. Redirects are not followed unless asked."""
    options.setdefault("transport", GuardedTransport())
    options.setdefault("timeout", TIMEOUT)
    return httpx2.AsyncClient(base_url=base_url, headers={"User-Agent": USER_AGENT, **(headers or {})}, **options)


async def read(response: httpx2.Response, limit: int = MAX_BYTES) -> bytes:
    """The decoded body of a streamed response. Raises TooLarge past `limit` bytes, compressed bombs included."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"The answer is larger than {limit // 1024 // 1024} MB.")
    return bytes(body)


@asynccontextmanager
async def stream(url: str, *, headers: dict[str, str] | None = None) -> AsyncIterator[httpx2.Response]:
    """GETs an address that a person gave, following at most five redirects, each of them checked."""
    async with client(follow_redirects=True, max_redirects=5) as session, session.stream("GET", url, headers=headers) as response:
        yield response


async def fetch(url: str, *, limit: int = MAX_BYTES, headers: dict[str, str] | None = None) -> tuple[httpx2.Response, bytes]:
    """The response and its body, capped. Raises Refused, TooLarge, or httpx2.HTTPError."""
    async with stream(url, headers=headers) as response:
        return response, await read(response, limit)

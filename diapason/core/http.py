"""The guarded HTTP client: the only door to an address that a person, a feed or a network gave.

It refuses private and local addresses (also after a redirect or a second look-up of the name), caps size and time,
and never puts a query string or a header in an error. Addresses that an installation trusts on purpose are named in
`DIAPASON_TRUSTED_HOSTS` as `host:port`.
"""

import asyncio
import functools
import ipaddress
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

USER_AGENT = "Diapason (+https://github.com/diapason-social/diapason)"
MAX_BYTES = 20 * 1024 * 1024
TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
READING_SECONDS = 120  # for a whole answer: each piece may come in time, and the answer never end


NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
    if isinstance(ip, ipaddress.IPv6Address):
        # An address of version 4 travels inside these; what counts is where the packet ends.
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or translated(ip)
        ip = inside or ip
    return ip.is_global and not ip.is_multicast


def translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 in one of NAT64 (RFC 6052)."""
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None


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


class CappedStream(httpx2.AsyncByteStream):
    """The decoded bytes of an answer, `limit` of them at most (None: as many as come), within READING_SECONDS."""

    def __init__(self, response: httpx2.Response, limit: int | None) -> None:
        self.response = response
        self.limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read, deadline = 0, time.monotonic() + READING_SECONDS
        async for chunk in self.response.aiter_bytes():
            read += len(chunk)
            if self.limit is not None and read > self.limit:
                raise TooLarge(f"The answer is larger than {self.limit // 1024 // 1024} MB.")
            if time.monotonic() > deadline:
                raise httpx2.ReadTimeout("The answer took too long.")
            yield chunk

    async def aclose(self) -> None:
        await self.response.aclose()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connects to the address that was checked, so that a name cannot change its answer in between.

    One pool for each host name: connections are reused by address, and two sites of one address (a shared host, a
    content network) must not be given each other's, opened and verified for the other's name.
    """

    def __init__(self, limit: int | None = MAX_BYTES) -> None:
        self.limit = limit
        self.pools: dict[str, httpx2.AsyncHTTPTransport] = {}

    def pool(self, host: str) -> httpx2.AsyncHTTPTransport:
        if host not in self.pools:
            self.pools[host] = httpx2.AsyncHTTPTransport(verify=tls(), http2=False, retries=0, trust_env=False)
        return self.pools[host]

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        if url.scheme not in {"http", "https"}:
            raise Refused("Only http and https addresses are opened.")
        if trusted(str(url)):
            return self.capped(await self.pool(url.host).handle_async_request(request))
        address = await checked_address(url.host, url.port or (443 if url.scheme == "https" else 80))
        # A copy: redirects and relative links are read from the request, which keeps the name that was asked.
        sent = httpx2.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return self.capped(await self.pool(url.host).handle_async_request(sent))

    def capped(self, response: httpx2.Response) -> httpx2.Response:
        """The same answer, decoded here so that what is counted is what memory would hold."""
        headers = [pair for pair in response.headers.raw if pair[0].lower() not in {b"content-encoding", b"content-length"}]
        return httpx2.Response(
            response.status_code, headers=headers, stream=CappedStream(response, self.limit), extensions=response.extensions
        )

    async def aclose(self) -> None:
        for pool in self.pools.values():
            await pool.aclose()


@functools.cache
def tls() -> ssl.SSLContext:
    """The authorities that we trust: read once, for it takes tens of milliseconds."""
    return httpx2.create_ssl_context(trust_env=False)


def client(*, base_url: str = "", headers: dict[str, str] | None = None, **options: Any) -> httpx2.AsyncClient:
    """A guarded client; `transport=` may replace the network in tests. Redirects are not followed unless asked.

    An answer larger than MAX_BYTES raises TooLarge when it is read.
    """
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

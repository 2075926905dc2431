"""One guarded client for each server, kept open as long as the event loop that uses it."""

import asyncio
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import httpx2

from diapason.core import http

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, httpx2.AsyncClient]] = WeakKeyDictionary()


def shared(base_url: str) -> httpx2.AsyncClient:
    """The client of this server for the running loop. It keeps no cookie: accounts of two brands may share it."""
    clients = _clients.setdefault(asyncio.get_running_loop(), {})
    parts = urlsplit(base_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in clients:
        clients[origin] = http.client(cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])))
    return clients[origin]


async def close() -> None:
    """Closes the clients of the running loop, when a worker stops."""
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        await client.aclose()

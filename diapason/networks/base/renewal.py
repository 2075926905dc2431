"""Renewing an access that ended: once, however many calls notice it at the same time, and saved before it is used."""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection

Refresh = Callable[[Sealed], Awaitable[Sealed]]

_locks: WeakValueDictionary[tuple[int, str, str], asyncio.Lock] = WeakValueDictionary()


def lock_of(connection: Connection) -> asyncio.Lock:
    """The lock of this account, for this event loop: connections to one account share it."""
    key = (id(asyncio.get_running_loop()), connection.base_url, connection.account_id)
    return _locks.setdefault(key, asyncio.Lock())


async def renew(connection: Connection, ended: str, refresh: Refresh, *, field: str = "access") -> None:
    """Gives the connection credentials whose `field` is another than `ended`.

    They are those that somebody else saved in the meantime, or what `refresh` brings, kept before any use.
    """
    lock = lock_of(connection)
    async with lock, connection.turn() as saved:
        if saved and saved.get(field) != ended:
            connection.credentials = saved
        if connection.credentials.get(field) == ended:
            renewed = await refresh(connection.credentials)
            await connection.keep(renewed)
            connection.credentials = renewed

"""One process at a time: PostgreSQL holds the place, and gives it up by itself if the process dies."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.db import connection as database

from diapason.core.crypto import Sealed
from diapason.networks.base.errors import Temporary

PATIENCE_SECONDS = 30
PLACE = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "options")


@asynccontextmanager
async def turn(name: str, saved: Callable[[], Awaitable[Sealed | None]]) -> AsyncIterator[Sealed | None]:
    """Waits for `name` to be free in the whole installation, then gives what `saved` reads at that moment.

    A connection of its own holds the lock: a transaction of ours must not stay open during a call to a network.
    Raises Temporary after PATIENCE_SECONDS.
    """
    async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as own:
        try:
            await own.execute("SELECT set_config('lock_timeout', %s, false)", [f"{PATIENCE_SECONDS}s"])
            await own.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        except psycopg.errors.LockNotAvailable as error:
            raise Temporary("Another process has been renewing this access for too long.") from error
        yield await saved()


def address() -> dict[str, Any]:
    """Where our database is, as psycopg takes it."""
    return {name: value for name, value in database.get_connection_params().items() if name in PLACE}

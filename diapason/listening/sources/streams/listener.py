"""Hears the streams that brands listen to: runs beside the queue in every worker, and each stream is heard by one of them.

The place of the listener is a lock of PostgreSQL, held by a connection of its own: when a worker is killed its locks are free at once,
and another worker goes on from the place that was kept with the last mention. Whatever the lock does not prevent (a worker that was
frozen, a connection that was cut), the place does: see `keeping`.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing, suppress

import psycopg
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError

from diapason.core import clock, http
from diapason.core.jobs import in_thread
from diapason.listening.models import Wire
from diapason.listening.sources.lost import Lost
from diapason.listening.sources.streams import keeping, wires
from diapason.listening.sources.streams.gathering import gathered
from diapason.listening.sources.streams.harvest import Harvest
from diapason.listening.sources.streams.nets import Nets
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Heard
from diapason.networks.base.errors import NetworkError, Temporary
from diapason.territory import health, turns

log = logging.getLogger(__name__)

LOOK = 2.0  # seconds between two looks at what is wanted, and at our locks
INTRODUCED_WITHIN = 10.0  # seconds that mentions wait for the names of those who said them
ALIVE = "SET idle_session_timeout = '30s'"  # the lock of a worker that is frozen, or cut off, is free after this
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('listening.wire:' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('listening.wire:' || %s, 0))"


def in_database[**P, T](work: Callable[P, T]) -> Callable[P, asyncio.Future[T]]:
    """In a thread of its own: what is kept of a stream does not wait for other jobs of the worker, nor they for it."""
    return sync_to_async(in_thread(work), thread_sensitive=False)  # type: ignore[return-value]


async def listen(stop: asyncio.Event) -> None:
    """Until told to stop. Raises psycopg.Error when the database is lost: whoever runs it comes back."""
    async with await psycopg.AsyncConnection.connect(**turns.address(), autocommit=True) as own:
        await own.execute(ALIVE)
        listener = Listener(own)
        try:
            while not stop.is_set():
                await listener.look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK)
        finally:
            await listener.end()


class Listener:
    def __init__(self, own: psycopg.AsyncConnection) -> None:
        self.own = own
        self.hearing: dict[int, asyncio.Task[None]] = {}

    async def look(self) -> None:
        """Begins to hear what is wanted and free, leaves what is not wanted any more, or was lost."""
        wanted = set(await in_database(lambda: list(wires.wanted().values_list("pk", flat=True)))())
        for pk, task in list(self.hearing.items()):
            if pk not in wanted or task.done():
                await self.leave(pk)
        await self.own.execute("SELECT 1")  # without the connection, our locks are somebody else's
        for pk in sorted(wanted - self.hearing.keys()):
            if await self.lock(pk):
                self.hearing[pk] = asyncio.create_task(hear_on(pk), name=f"wire {pk}")

    async def lock(self, pk: int) -> bool:
        answer = await (await self.own.execute(LOCK, [str(pk)])).fetchone()
        return bool(answer and answer[0])

    async def leave(self, pk: int) -> None:
        await ended(self.hearing.pop(pk))
        await self.own.execute(UNLOCK, [str(pk)])

    async def end(self) -> None:
        """The locks go with the connection."""
        for task in self.hearing.values():
            task.cancel()
        for task in self.hearing.values():
            await ended(task)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return
    except Exception:
        log.exception("Hearing %s", task.get_name())


# ── One wire ─────────────────────────────────────────────────────────────────────────────────────────────────────────
async def hear_on(pk: int) -> None:
    """Hears a wire, coming back after each failure; ends where it is not ours."""
    nets = Nets()
    while wire := await in_database(lambda: Wire.objects.select_related("space").filter(pk=pk).first())():
        if wire.next_at and wire.next_at > clock.now():
            await asyncio.sleep(min(LOOK, (wire.next_at - clock.now()).total_seconds()))  # a person may have it tried at once
            continue
        try:
            try:
                await hear(wire, nets)
            except NetworkError as error:
                await in_database(keeping.fail)(wire, error)
            except (Lost, DatabaseError):
                raise
            except Exception as error:  # a connector that breaks must not stop the others, and is told like a failure
                log.exception("Hearing %s", wire)
                await in_database(keeping.fail)(wire, Temporary(f"{type(error).__name__}: what was heard could not be read."))
        except Lost:
            log.info("%s is heard by somebody else", wire)
            return


async def hear(wire: Wire, nets: Nets) -> None:
    """Until the connection breaks: raises how."""
    async with http.client() as session:
        line = wires.line_of(wire)
        connection = await health.connection_for(wire.space) if wire.space else Connection(line, session)
        async with aclosing(gathered(wire.net.stream.hear(connection, line, wire.words, wire.cursor))) as stream:
            async for heard in stream:
                await take_in(wire, nets, connection, heard)


async def take_in(wire: Wire, nets: Nets, connection: Connection, heard: list[Heard]) -> None:
    harvest = Harvest(wire.cursor)
    harvest.add(heard)
    strangers = await in_database(keeping.strangers)(wire, nets, harvest.said.values())
    authors = await introduced(wire, connection, strangers) if strangers else {}
    await in_database(keeping.keep)(wire, nets, harvest, authors)
    wire.cursor = harvest.cursor


async def introduced(wire: Wire, connection: Connection, strangers: list[str]) -> dict[str, Author]:
    """Who they are, if that is known soon: what they said does not wait for it longer."""
    try:
        async with asyncio.timeout(INTRODUCED_WITHIN):
            known: dict[str, Author] = await wire.net.stream.introduce(connection, wire.address, strangers)
            return known
    except (NetworkError, TimeoutError):
        return {}

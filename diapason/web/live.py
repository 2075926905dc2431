"""What happens in each brand, as it commits, for whoever watches.

The trigger `event_told` notifies the channel `events` when a transaction that wrote an Event commits. One connection
a process listens, whatever the number of watchers, and each watcher has a queue of its own.
"""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection

log = logging.getLogger(__name__)

CHANNEL = "events"
HEARTBEAT_S = 20.0
# A stream ends after this long and the browser opens another, which passes the door again: nobody who left keeps listening.
LIFETIME_S = 900.0
# A watcher that reads slower than this many events behind is told to read everything again.
BACKLOG = 200
RESUMED = json.dumps({"verb": "live.resumed", "subject": "", "id": None})


def address() -> dict[str, Any]:
    """Where the database is, as psycopg wants it; without Django's pool, for this connection is never given back."""
    settings = connection.settings_dict
    named = {"dbname": settings["NAME"], "user": settings["USER"], "password": settings["PASSWORD"], "host": settings["HOST"]}
    options = {key: value for key, value in settings["OPTIONS"].items() if key != "pool"}
    return {key: value for key, value in (named | {"port": settings["PORT"]} | options).items() if value}


class Hub:
    """The watchers of one event loop, and the task that listens for them."""

    def __init__(self) -> None:
        self.watchers: dict[int, set[asyncio.Queue[str]]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def watching(self, workspace_id: int) -> Iterator[asyncio.Queue[str]]:
        queue: asyncio.Queue[str] = asyncio.Queue(BACKLOG)
        self.watchers[workspace_id].add(queue)
        if self.listening is None:
            self.listening = asyncio.create_task(self.listen())
        try:
            yield queue
        finally:
            self.watchers[workspace_id].discard(queue)
            if not self.watchers[workspace_id]:
                del self.watchers[workspace_id]
            if not self.watchers and self.listening:
                self.listening.cancel()
                self.listening = None

    async def listen(self) -> None:
        """Listens until nobody watches; comes back after a lost connection, and says that something may have been missed."""
        wait, before = 1.0, False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as postgres:
                    await postgres.execute(f"LISTEN {CHANNEL}")
                    if before:
                        self.resume()
                    wait, before = 1.0, True
                    async for notice in postgres.notifies():
                        self.tell(notice.payload)
            except psycopg.Error as error:
                log.warning("live updates lost the database (%s); again in %.0f s", type(error).__name__, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)

    def tell(self, payload: str) -> None:
        event = json.loads(payload)
        workspace_id = event.pop("workspace")
        text = json.dumps(event)
        for queue in self.watchers.get(workspace_id, ()):
            put(queue, text)

    def resume(self) -> None:
        for queues in self.watchers.values():
            for queue in queues:
                put(queue, RESUMED)


def put(queue: asyncio.Queue[str], text: str) -> None:
    try:
        queue.put_nowait(text)
    except asyncio.QueueFull:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(RESUMED)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop: a server process has one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


async def stream(workspace_id: int) -> AsyncIterator[str]:
    """Server-sent events of one brand, until the reader goes or the stream has lived long enough."""
    ends = asyncio.get_running_loop().time() + LIFETIME_S
    with hub().watching(workspace_id) as queue:
        yield "retry: 2000\n\n"
        while (left := ends - asyncio.get_running_loop().time()) > 0:
            try:
                yield f"data: {await asyncio.wait_for(queue.get(), min(HEARTBEAT_S, left))}\n\n"
            except TimeoutError:
                yield ": still here\n\n"

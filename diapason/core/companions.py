"""What every worker runs beside the job queue: loops that look for work of their own, and need answer in seconds.

A job of the queue may wait behind others, and holds a place while it waits for somebody's server; a loop does neither.
Declared in `apps.ready()`, run by `manage.py work`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

Companion = Callable[[asyncio.Event], Awaitable[None]]
AGAIN = 2.0  # seconds before one that stopped is started again

_declared: dict[str, Companion] = {}


def declare(name: str, run: Companion) -> None:
    """`run` works until the event that it is given is set."""
    _declared[name] = run


def start(stop: asyncio.Event) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(keep(name, run, stop), name=name) for name, run in _declared.items()]


async def keep(name: str, run: Companion, stop: asyncio.Event) -> None:
    """Starts it again when it fails: the database was away, or something was not foreseen."""
    while not stop.is_set():
        try:
            await run(stop)
        except Exception as error:
            logger.warning("%s stopped (%s); starting again in %.0f s", name, error, AGAIN)
            try:
                await asyncio.wait_for(stop.wait(), AGAIN)
            except TimeoutError:
                continue

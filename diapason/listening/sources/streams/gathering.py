"""What comes on a stream, by the second: so that a transaction keeps many messages, and the other side waits when we do."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from diapason.networks.base.content import Heard

MOST = 1000  # messages at once
EACH = 0.5  # seconds
BEAT = 20.0
WAITING = 2 * MOST  # messages read ahead; then nothing more is read, and the network keeps it for us

Item = Heard | Exception


async def gathered(stream: AsyncGenerator[Heard], each: float = EACH) -> AsyncGenerator[list[Heard]]:
    """All that came before the stream ended is given before its end is raised. Nothing (an empty list) is given where nothing came for
    BEAT."""
    queue: asyncio.Queue[Item] = asyncio.Queue(WAITING)
    reading = asyncio.create_task(fill(queue, stream))
    try:
        while True:
            try:
                async with asyncio.timeout(BEAT):
                    first = await queue.get()
            except TimeoutError:
                yield []
                continue
            found, end = drained(queue, first)
            if end is None and len(found) < MOST:
                await asyncio.sleep(each)
                more, end = drained(queue)
                found += more
            if found:
                yield found
            if end is not None:
                raise end
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def fill(queue: asyncio.Queue[Item], stream: AsyncGenerator[Heard]) -> None:
    try:
        async with aclosing(stream) as heard:
            async for each in heard:
                await queue.put(each)
        await queue.put(EOFError("a stream ends only by breaking"))
    except Exception as error:
        await queue.put(error)


def drained(queue: asyncio.Queue[Item], first: Item | None = None) -> tuple[list[Heard], Exception | None]:
    """What waits there, MOST at most, and the end of the stream if it is among it."""
    items = [] if first is None else [first]
    while len(items) < MOST and not queue.empty():
        items.append(queue.get_nowait())
    end = next((item for item in items if isinstance(item, Exception)), None)
    return [item for item in items if isinstance(item, Heard)], end

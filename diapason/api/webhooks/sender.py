"""The sender: a loop beside the job queue of every worker, any number of workers. The rows are the truth, it owns nothing."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, connection

from diapason.api.webhooks import calling, queue
from diapason.api.webhooks.queue import Claimed

logger = logging.getLogger(__name__)

POLL = 1.0  # seconds between two looks at an empty queue
CAPACITY = 40  # calls in flight
PER_ENDPOINT = 4  # of them to one endpoint
ENDING = 12.0  # seconds that calls in flight are given when the worker stops


class Sender:
    """`capacity` is how many calls it has in flight. One thread, hence one connection, serves the database."""

    def __init__(self, *, capacity: int = CAPACITY) -> None:
        self.capacity = capacity
        self.in_hand: Counter[int] = Counter()
        self.tasks: set[asyncio.Task[None]] = set()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="webhooks")

    async def db[T](self, work: Callable[[], T]) -> T:
        """Runs database work in the thread that keeps the connection."""

        def guarded() -> T:
            try:
                return work()
            except (OperationalError, InterfaceError):
                connection.close()  # the next call opens a new one
                raise

        return await asyncio.get_running_loop().run_in_executor(self.pool, guarded)

    async def run(self, stop: asyncio.Event) -> None:
        """Works until `stop` is set, then lets the calls in flight end."""
        try:
            while not stop.is_set():
                await self.pause(stop, 0.01 if await self.look() else POLL)
            if self.tasks:
                await asyncio.wait(self.tasks, timeout=ENDING)
        finally:
            self.pool.submit(connection.close)
            self.pool.shutdown(wait=False)

    async def pause(self, stop: asyncio.Event, seconds: float) -> None:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return

    async def look(self) -> bool:
        try:
            return await self.tick()
        except (OperationalError, InterfaceError) as error:
            logger.warning("The database does not answer (%s)", type(error).__name__)
            return False

    async def tick(self) -> bool:
        """Takes what there is room for; whether anything was taken."""
        room = self.capacity - sum(self.in_hand.values())
        if room <= 0:
            return False
        full = [endpoint for endpoint, count in self.in_hand.items() if count >= PER_ENDPOINT]
        claimed = await self.db(lambda: queue.claim(room, each=PER_ENDPOINT, full=full))
        for item in claimed:
            self.in_hand[item.message.endpoint_id] += 1
            task = asyncio.create_task(self.carry(item), name=f"webhook message {item.message.pk}")
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return bool(claimed)

    async def carry(self, item: Claimed) -> None:
        """One call, then what became of it. What cannot be written is left to the lease, and sent again."""
        try:
            outcome = await calling.call(item.message)
            await self.db(lambda: queue.settle(item, outcome))
        except (OperationalError, InterfaceError):
            logger.warning("Webhook message %s is left to its lease: the database does not answer", item.message.pk)
        except Exception:
            logger.exception("Webhook message %s is left to its lease", item.message.pk)
        finally:
            endpoint = item.message.endpoint_id
            self.in_hand[endpoint] -= 1
            if not self.in_hand[endpoint]:
                del self.in_hand[endpoint]


async def send(stop: asyncio.Event) -> None:
    await Sender().run(stop)

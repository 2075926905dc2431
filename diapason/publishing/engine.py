"""The engine of deliveries: one asynchronous loop a worker process, any number of processes and machines.

It owns nothing: the rows are the truth. It claims what is due, carries each row through its steps, and writes what
happened. When it is killed, the leases of its rows end and another engine (or the next one) finds out what was done.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

from diapason.core import clock
from diapason.networks.base import fence
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Result
from diapason.networks.base.errors import NetworkError, Reauth, Temporary, Unknown
from diapason.publishing import attempts, claiming, outcomes, recovering
from diapason.publishing.attempts import Ticket
from diapason.publishing.claiming import Claimed
from diapason.publishing.models import DeliveryStep
from diapason.publishing.states import LEASE
from diapason.territory import clients, health

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

POLL = 0.5  # seconds between two looks at an empty queue
PER_SPACE = 4  # calls in flight for one space
IN_HAND = 8  # rows of one space in a worker's hands: the next are ready when a call ends
MUTATION_TIME = 45.0  # seconds for one call, before its outcome counts as unknown
WELL_EVERY = 20.0  # seconds between two reports that a space answers
UPLOAD_TIME = 300.0  # for a step that does no harm when repeated


class Engine:
    """`capacity` is how many rows one engine holds at once; `threads` how many database connections it uses."""

    def __init__(self, *, capacity: int = 128, threads: int = 6) -> None:
        self.owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.capacity = capacity
        self.in_hand: dict[int, Claimed] = {}
        self.of_space: Counter[int] = Counter()
        self.gates: dict[int, asyncio.Semaphore] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="deliveries")
        self.changed = asyncio.Event()
        self.well: dict[int, float] = {}
        self.stopping = False

    async def db(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs database work in a thread that keeps its own connection."""

        def guarded() -> T:
            try:
                limit_transactions()
                return work(*args, **kwargs)
            except (OperationalError, InterfaceError):
                connection.close()  # the next call opens a new one
                raise

        return await asyncio.get_running_loop().run_in_executor(self.pool, guarded)

    async def surely(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the network answered must reach the database: tried until it is back."""
        wait = 0.2
        while True:
            try:
                return await self.db(work, *args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer (%s); trying again in %.1f s", type(error).__name__, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5)

    async def run(self, stop: asyncio.Event) -> None:
        """Works until `stop` is set, then lets the calls in flight end."""
        keeper = asyncio.create_task(self.keep_leases())
        try:
            while not stop.is_set():
                self.changed.clear()
                try:
                    worked = await self.tick()
                    pause = 0.0 if worked else await self.until_next()
                except (OperationalError, InterfaceError) as error:
                    logger.warning("The database does not answer (%s)", type(error).__name__)
                    pause = 1.0
                except Exception:
                    logger.exception("Nothing could be claimed")  # the calls in flight go on
                    pause = 1.0
                await self.sleep(stop, pause)
            self.stopping = True
            if self.tasks:
                await asyncio.wait(self.tasks, timeout=MUTATION_TIME)
        finally:
            keeper.cancel()
            await clients.close()
            self.pool.shutdown(wait=False, cancel_futures=True)

    async def sleep(self, stop: asyncio.Event, seconds: float) -> None:
        """Until the time is over, a row has left our hands, or we must stop."""
        if seconds <= 0:
            return
        waits = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(self.changed.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def until_next(self) -> float:
        """Seconds to sleep: exactly until the next row is due when that is soon."""
        moment = await self.db(claiming.next_moment)
        if moment is None:
            return POLL
        ahead = (moment - clock.now()).total_seconds()
        return min(ahead, POLL) if ahead > 0 else POLL

    async def tick(self) -> bool:
        """Claims what there is room for; whether anything was claimed."""
        room = self.capacity - len(self.in_hand)
        if room <= 0:
            return False
        full = [space for space, count in self.of_space.items() if count > IN_HAND // 2]
        claimed = await self.db(claiming.claim, self.owner, room, each=IN_HAND, full=full)
        for item in claimed:
            self.take(item)
        return bool(claimed)

    def take(self, item: Claimed) -> None:
        delivery = item.delivery
        self.in_hand[delivery.pk] = item
        self.of_space[delivery.space_id] += 1
        task = asyncio.create_task(self.carry(item), name=f"delivery {delivery.pk}")
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def release(self, item: Claimed) -> None:
        self.in_hand.pop(item.delivery.pk, None)
        self.of_space[item.delivery.space_id] -= 1
        if not self.of_space[item.delivery.space_id]:
            del self.of_space[item.delivery.space_id]
        self.changed.set()

    async def carry(self, item: Claimed) -> None:
        """One row from claim to rest. Whatever happens here leaves the row to its lease, never in limbo."""
        gate = self.gates.setdefault(item.delivery.space_id, asyncio.Semaphore(PER_SPACE))
        try:
            async with gate:
                if self.stopping:
                    await self.surely(recovering.give_back, item.delivery, self.owner)
                elif item.act == "reconcile":
                    await self.reconcile(item)
                else:
                    await self.send(item)
        except attempts.Lost:
            logger.info("Delivery %s is no longer ours", item.delivery.pk)
        except (OperationalError, InterfaceError):
            logger.warning("Delivery %s is left to its lease: the database does not answer", item.delivery.pk)
        except Exception as error:
            logger.exception("Delivery %s: unforeseen", item.delivery.pk)
            await self.settle_unforeseen(item, error)
        finally:
            self.release(item)

    async def settle_unforeseen(self, item: Claimed, error: Exception) -> None:
        try:
            await self.surely(outcomes.settle_unforeseen, item.delivery, error, self.owner)
        except Exception:
            logger.exception("Delivery %s is left to its lease", item.delivery.pk)

    async def connect(self, item: Claimed) -> Connection:
        try:
            found: Connection = await health.connection_for(item.delivery.space)
            return found
        except NetworkError:
            raise
        except Exception as error:
            logger.exception("No connection for space %s", item.delivery.space_id)
            raise Reauth("The access to this space cannot be read.") from error

    async def send(self, item: Claimed) -> None:
        """Makes the steps that are not done yet, each once."""
        step = attempts.next_step(item.steps)
        if step is None:
            await self.surely(outcomes.complete, item.delivery, item.steps, self.owner)
            return
        ticket: Ticket | None = await self.surely(attempts.begin, item, step, self.owner)
        while ticket:
            try:
                result = await self.perform(item, ticket)
            except NetworkError as error:
                self.well.pop(item.delivery.space_id, None)
                await self.surely(outcomes.settle_failure, item.delivery, ticket, error, self.owner)
                return
            ticket = await self.surely(attempts.succeed, item, ticket, result, self.owner)
        await self.say_well(item.delivery.space_id)

    async def say_well(self, space_id: int) -> None:
        """Tells the space's health that it answers; not after every one of hundreds of calls a minute."""
        now = asyncio.get_running_loop().time()
        if now - self.well.get(space_id, -WELL_EVERY) >= WELL_EVERY:
            self.well[space_id] = now
            await self.surely(health.report_ok, space_id)

    async def perform(self, item: Claimed, ticket: Ticket) -> Result:
        """One call. Anything that is not one of the five words is an outcome that we do not know."""
        step = ticket.step
        time = UPLOAD_TIME if step.repeat == "harmless" else MUTATION_TIME
        link = await self.connect(item)
        try:
            with fence.within(ticket.begun, time):
                async with asyncio.timeout(time):
                    publish = item.delivery.space.net.publish
                    result: Result = await publish.perform(link, step.step, done_before(item, step.position))
                    return result
        except NetworkError:
            raise
        except TimeoutError as error:
            raise Unknown("The network did not answer in time.") from error
        except Exception as error:
            logger.exception("Delivery %s, step %s: unforeseen", item.delivery.pk, step.position)
            raise Unknown(f"Unforeseen: {type(error).__name__}") from error

    async def reconcile(self, item: Claimed) -> None:
        """Finds out what became of the step in doubt, then goes on. A step that nobody began is not looked for."""
        step = attempts.next_step(item.steps)
        if step is not None and step.repeat != "harmless" and item.of(step).doubtful:
            began_at = clock.now()
            try:
                found = None if await self.confusable(item, step) else await self.look(item, step.position)
            except NetworkError as error:
                self.well.pop(item.delivery.space_id, None)
                await self.surely(outcomes.settle_cannot_look, item.delivery, error, self.owner, began_at)
                return
            if found is None:
                await self.surely(outcomes.settle_not_found, item.delivery, step, self.owner)
                return
            await self.surely(outcomes.keep_found, step, found)
        await self.surely(outcomes.resume, item.delivery, item.steps, self.owner)

    async def confusable(self, item: Claimed, step: DeliveryStep) -> bool:
        """Whether a look by words could find another delivery's post. The key tells them apart; without one, a person."""
        if step.repeat == "keyed" and not step.keyed_for:
            return False
        return await self.surely(outcomes.has_twin, item.delivery, step, item.of(step).begun or clock.now())

    async def look(self, item: Claimed, position: int) -> Result | None:
        step = item.steps[position]
        link = await self.connect(item)
        try:
            async with asyncio.timeout(MUTATION_TIME):
                found: Result | None = await item.delivery.space.net.publish.find(
                    link, step.step, done_before(item, position), item.of(step).begun or clock.now()
                )
                return found
        except NetworkError:
            raise
        except TimeoutError as error:
            raise Temporary("The network did not answer in time.") from error
        except Exception as error:
            logger.exception("Delivery %s, look at step %s: unforeseen", item.delivery.pk, position)
            raise Temporary(f"Unforeseen: {type(error).__name__}") from error

    async def keep_leases(self) -> None:
        """Renews the leases of the rows in hand, and brings back rows that a clock set back has frozen."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 4)
            try:
                if self.in_hand:
                    await self.db(claiming.renew, self.owner, list(self.in_hand))
                await self.db(recovering.recover)
            except (OperationalError, InterfaceError):
                logger.warning("Leases not renewed: the database does not answer")
            except Exception:
                logger.exception("Leases not renewed")  # the next time, perhaps; without a keeper every slow call is doubted


def limit_transactions() -> None:
    """On a new connection of this thread: a worker frozen inside a transaction must not keep its rows from the others."""
    if connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [str(int(LEASE.total_seconds() * 1000))])


def done_before(item: Claimed, position: int) -> list[Result]:
    return [outcome for step in item.steps[:position] if (outcome := step.outcome)]

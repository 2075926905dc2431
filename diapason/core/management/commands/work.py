"""The worker of everything but deliveries: readings, reminders, e-mails, imports, reports. Any number may run at once."""

import asyncio
import logging
import signal
from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from diapason.core import companions

logger = logging.getLogger("diapason.worker")


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # they ask the database, which may be starting too
    help = "Runs a worker of the job queue. Run as many as you like."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--concurrency", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(work(options["concurrency"]))


async def work(concurrency: int) -> None:
    """Works until told to stop, with what runs beside the queue."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    beside = companions.start(stop)
    await jobs(concurrency, stop)
    if beside:
        await asyncio.wait(beside, timeout=15)


async def jobs(concurrency: int, stop: asyncio.Event) -> None:
    """Works off the queue until told to stop, coming back by itself after the database was away."""
    while not stop.is_set():
        running = asyncio.create_task(once(concurrency))
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            running.cancel()
            await asyncio.wait({running}, timeout=15)
            return
        waiting.cancel()
        error = running.exception()
        logger.warning("The worker stopped (%s); starting again in 2 s", error)
        await asyncio.sleep(2)


async def once(concurrency: int) -> None:
    connector = cast(DjangoConnector, app.connector)
    workable = app.with_connector(connector.get_worker_connector())
    try:
        async with workable.open_async():
            await workable.run_worker_async(concurrency=concurrency, install_signal_handlers=False, delete_jobs="successful")
    except exceptions.ConnectorException as error:
        raise ConnectionError("the database does not answer") from error

"""The publisher: sends what is due until it is told to stop (SIGTERM or Ctrl-C). Any number may run at once."""

import asyncio
import signal
from typing import Any

import uvloop
from django.conf import settings
from django.core.management.base import BaseCommand

from diapason.core import http
from diapason.networks.base import registry
from diapason.publishing.engine import Engine


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # they ask the database, which may be starting too
    help = "Runs a publisher: sends every delivery that is due, exactly once. Run as many as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(work(), loop_factory=uvloop.new_event_loop)


async def work() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    load()
    await Engine(capacity=settings.DELIVERIES_AT_ONCE).run(stop)


def load() -> None:
    """Connectors and authorities, before anything is due: the first deliveries do not wait for them."""
    for network in registry.networks().values():
        if network.can("publish"):
            network.module("publish")
    http.GuardedTransport().pool("localhost")

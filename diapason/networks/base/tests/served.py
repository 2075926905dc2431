"""A fake network on a port of this machine, for what no client in process can do: listening."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from diapason.networks.base.fake import Fake
from diapason.networks.base.serving import listen


@asynccontextmanager
async def served(fake: Fake, settings: Any) -> AsyncIterator[str]:
    """Its address, which the guard is told to trust; the fake then says that it lives there."""
    bound, url = listen(0)
    fake.url = url
    settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, url.removeprefix("http://")}
    quiet: dict[str, Any] = {"log_level": "error", "access_log": False, "ws": "websockets-sansio", "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(fake.app(), interface="asgi3", timeout_graceful_shutdown=1, **quiet))
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        yield url
    finally:
        server.should_exit = True
        await running

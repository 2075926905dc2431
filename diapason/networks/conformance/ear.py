"""What a test of the suite hears of a network that anybody may read: at an address (`listen.py`), or by words (`search.py`)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch, Incoming
from diapason.networks.base.fake import Fake
from diapason.networks.base.registry import Network
from diapason.networks.base.serving import load

WORDS = "lampe"


@dataclass
class Ear:
    network: Network
    fake: Fake
    connection: Connection

    async def read(self, cursor: str = "") -> Batch:
        if self.network.can("search"):
            found: Batch = await self.network.search.find(self.connection, WORDS, cursor)
        else:
            found = await self.network.listen.read(self.connection, cursor)
        return found

    async def read_on(self, cursor: str = "", most: int = 100) -> tuple[list[Incoming], str]:
        """Page after page, until none waits."""
        messages: list[Incoming] = []
        for _ in range(most):
            batch = await self.read(cursor)
            messages, cursor = [*messages, *batch.messages], batch.cursor
            if not batch.more:
                return messages, cursor
        raise AssertionError(f"{self.network} never came to an end")


@asynccontextmanager
async def overheard(network: Network) -> AsyncIterator[Ear]:
    fake = load(network.slug, rates=False)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=fake.app())) as session:
        yield Ear(network, fake, Connection(fake.url, session))

"""Sources at an address, read by whichever network knows how to listen there."""

from collections.abc import Callable
from datetime import timedelta

from asgiref.sync import sync_to_async

from diapason.core import http
from diapason.listening.models import Source
from diapason.listening.sources import hearing
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch


def every(source: Source) -> timedelta:
    return timedelta(seconds=source.net.listen.EVERY)


async def step(source: Source, keep: Callable[..., int]) -> bool:
    """Reads one page and keeps it; whether another waits."""
    network = source.net
    async with http.client() as session:
        batch: Batch = await network.listen.read(Connection(source.address, session), source.cursor)
    mentions = [hearing.mention(source, message, network, base_url=source.address) for message in batch.messages]
    await sync_to_async(keep)(source, mentions, batch.cursor, more=batch.more)
    return batch.more

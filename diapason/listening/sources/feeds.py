"""Sources at an address, read by whichever network knows how to listen there."""

from collections.abc import Callable
from datetime import timedelta

from asgiref.sync import sync_to_async

from diapason.core import http
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources import hearing
from diapason.listening.sources.web import articles, hubs
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch


def every(source: Source) -> timedelta:
    """Less often while a hub tells of its news."""
    return timedelta(seconds=source.net.listen.EVERY) * (hubs.SLOWER if hubs.tells(source) else 1)


async def step(source: Source, keep: Callable[..., int]) -> bool:
    """Reads one page and keeps it; whether another waits."""
    network = source.net
    async with http.client() as session:
        batch: Batch = await network.listen.read(Connection(source.address, session), source.cursor)
    mentions = [hearing.mention(source, message, network, base_url=source.address) for message in batch.messages]
    await sync_to_async(hear)(source, mentions, batch, keep)
    return batch.more


def hear(source: Source, mentions: list[Mention], batch: Batch, keep: Callable[..., int]) -> None:
    """Now, or when their page was asked for; either way in the transaction in which the place of the feed is kept."""
    now, later = articles.parted(source, mentions)
    only_found = getattr(source.net.listen, "EVERYBODY", False)

    def beside() -> None:
        articles.put(source, later)
        if batch.hub is not None:
            hubs.note(source, *batch.hub)

    keep(source, now, batch.cursor, more=batch.more, only_found=only_found, beside=beside)

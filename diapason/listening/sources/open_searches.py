"""Sources that ask a network what is said with some words, where anybody may ask: no account, no space.

Of a place where everybody speaks, what no query of the brand finds is let go; the press is kept whole, as its feeds are.
"""

from collections.abc import Callable, Sequence

from asgiref.sync import sync_to_async

from diapason.core import http
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources import hearing, searches
from diapason.listening.sources.web import articles
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch
from diapason.networks.base.registry import Network
from diapason.workspaces.members import Member


def networks() -> list[Network]:
    """Those that anybody may search, the most usual first."""
    found = [network for network in registry.networks().values() if is_open(network)]
    return sorted(found, key=lambda network: network.manifest.order)


def is_open(network: Network) -> bool:
    return network.can("search") and bool(network.manifest.auth.get("open"))


async def step(source: Source, keep: Callable[..., int]) -> bool:
    """Reads one page and keeps it; whether another waits."""
    network = source.net
    address = network.manifest.default_base_url
    async with http.client() as session:
        batch: Batch = await network.search.find(Connection(address, session), source.words, source.cursor)
    mentions = [hearing.mention(source, message, network, base_url=address) for message in batch.messages]
    await sync_to_async(hear)(source, mentions, batch, keep)
    return batch.more


def hear(source: Source, mentions: Sequence[Mention], batch: Batch, keep: Callable[..., int]) -> None:
    now, later = articles.parted(source, mentions)
    only_found = getattr(source.net.search, "EVERYBODY", False)
    keep(source, now, batch.cursor, more=batch.more, only_found=only_found, beside=lambda: articles.put(source, later))


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def add(member: Member, network: Network, typed: str, folder: str = "") -> Source:
    """Read within seconds. Raises managing.CannotAdd."""
    return searches.keep(member, network.slug, typed, name=str(network), address=network.manifest.default_base_url, folder=folder)

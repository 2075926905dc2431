"""Sources that ask a network what is said with some words, where anybody may ask: no account, no space.

Of a place where everybody speaks, what no query of the brand finds is let go; the press is kept whole, as its feeds are.
"""

from collections.abc import Callable, Sequence

from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock, http
from diapason.listening.mentions import Mention, host_of
from diapason.listening.models import Source
from diapason.listening.sources import hearing, managing
from diapason.listening.sources.web import articles
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch
from diapason.networks.base.registry import Network
from diapason.workspaces import events
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
@transaction.atomic
def add(member: Member, network: Network, typed: str, folder: str = "") -> Source:
    """Read within seconds. Raises managing.CannotAdd."""
    words = " ".join(typed.replace("\0", "").split())[:200]
    managing.one_at_a_time(member)
    known = Source.objects.filter(workspace=member.workspace, kind=Source.Kind.SEARCH, network=network.slug, space=None)
    found = next((source for source in known.order_by("pk") if source.words.casefold() == words.casefold()), None)
    if found and found.removed_at is None:
        raise managing.CannotAdd(_("These words are searched there already: it is the source “%(name)s”.") % {"name": found})
    if found:
        managing.bring_back(found)
    else:
        found = Source.objects.create(
            workspace=member.workspace,
            kind=Source.Kind.SEARCH,
            network=network.slug,
            name=f"{words} · {network}"[:200],
            words=words,
            host=host_of(network.manifest.default_base_url)[:255],
            folder=folder.replace("\0", "")[:120],
            created_by=member.person,
            next_at=clock.now(),
        )
    events.record(member, "source.added", found)
    return found

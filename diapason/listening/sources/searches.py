"""Sources that ask a network what is said with some words, through the account of a space. Of what it finds, what no query of the
brand finds is let go: the words of a search are a wide net, and everybody speaks there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.listening.mentions import Mention, host_of
from diapason.listening.models import Source
from diapason.listening.sources import hearing, managing, open_searches
from diapason.networks.base import registry
from diapason.networks.base.content import Batch, Incoming
from diapason.networks.base.errors import Reauth
from diapason.territory import access, health
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace


def every(source: Source) -> timedelta:
    return timedelta(seconds=source.net.search.EVERY)


async def step(source: Source, keep: Callable[..., int]) -> bool:
    """Reads one page and keeps it; whether another waits. Raises Reauth where the space is no longer connected."""
    if open_searches.is_open(source.net):
        return await open_searches.step(source, keep)
    well = Space.objects.filter(state=Space.State.CONNECTED, removed_at=None)
    space = await well.filter(pk=source.space_id).afirst() if source.space_id else None
    if space is None:
        raise Reauth("The space that it is asked through is no longer connected.", code="not_connected")
    batch: Batch = await source.net.search.find(await health.connection_for(space), source.words, source.cursor)
    mentions = [mention(source, message, space) for message in batch.messages]
    await sync_to_async(keep)(source, mentions, batch.cursor, more=batch.more, only_found=True)
    return batch.more


def mention(source: Source, message: Incoming, space: Space) -> Mention:
    found = hearing.mention(source, replace(message, data={}), space.net, base_url=space.base_url)
    found.kind = "comment" if message.parent_id else "post"
    found.data = hearing.to_answer(message)
    return found


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def spaces(member: Member) -> QuerySet[Space]:
    """Those whose network can be searched through their account."""
    able = [slug for slug, network in registry.networks().items() if network.can("search")]
    return access.spaces(member).filter(network__in=able, state=Space.State.CONNECTED)


def known(brand: Workspace, network: str, words: str, space: Space | None = None) -> Source | None:
    """The search of these words there (through this space, where it takes one), if there ever was one."""
    rows = Source.objects.filter(workspace=brand, kind=Source.Kind.SEARCH, network=network, space=space)
    return next((source for source in rows.order_by("pk") if source.words.casefold() == words.casefold()), None)


def add(member: Member, space: Space, typed: str, folder: str = "") -> Source:
    """Read within seconds. Raises managing.CannotAdd."""
    return keep(member, space.network, typed, name=str(space), address=space.base_url, folder=folder, space=space)


@transaction.atomic
def keep(member: Member, network: str, typed: str, *, name: str, address: str, folder: str, space: Space | None = None) -> Source:
    """`name` and `address`: of where it is searched. One that had been taken out comes back. Raises managing.CannotAdd."""
    words = " ".join(typed.replace("\0", "").split())[:200]
    managing.one_at_a_time(member)
    found = known(member.workspace, network, words, space)
    if found and found.removed_at is None:
        raise managing.CannotAdd(_("These words are searched there already: it is the source “%(name)s”.") % {"name": found})
    if found:
        managing.bring_back(found)
    else:
        found = Source.objects.create(
            workspace=member.workspace,
            kind=Source.Kind.SEARCH,
            network=network,
            name=f"{words} · {name}"[:200],
            space=space,
            words=words,
            host=host_of(address)[:255],
            folder=folder.replace("\0", "")[:120],
            created_by=member.person,
            next_at=clock.now(),
        )
    events.record(member, "source.added", found)
    return found

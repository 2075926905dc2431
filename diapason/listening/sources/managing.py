"""What people do with sources: finding what can be read at an address, adding it, pausing it, taking it out and back."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.listening.mentions import host_of
from diapason.listening.models import Source, Wire
from diapason.listening.sources import signs
from diapason.networks.base import registry
from diapason.networks.base.connection import Connected
from diapason.networks.base.registry import Network
from diapason.territory import addresses, connect
from diapason.territory.addresses import BadAddress
from diapason.workspaces import events
from diapason.workspaces.members import Member

MOST = 10_000  # sources of one brand
LONGEST = 1000  # of an address


class CannotAdd(Exception):
    """The message says in the reader's words why, and what to do. Nothing was changed."""


class AlreadyThere(CannotAdd):
    def __init__(self, source: Source) -> None:
        super().__init__(_("This brand listens to this address already: it is the source “%(name)s”.") % {"name": source})
        self.source = source


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can be read at an address by one of the networks."""

    network: str
    address: str
    name: str
    folder: str = ""


def open_networks() -> list[Network]:
    """Those that can be listened to by whoever knows an address, the most usual first."""
    found = [network for network in registry.networks().values() if network.can("listen") and network.manifest.auth.get("open")]
    return sorted(found, key=lambda network: network.manifest.order)


def feeds() -> Network | None:
    """What reads the addresses of a list of feeds: it needs no sign to be recognised by."""
    return next((network for network in open_networks() if not network.manifest.auth.get("signs")), None)


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def find(typed: str) -> Place:
    """What there is to read at an address, or on the site there. Opens it: up to a minute. Raises CannotAdd."""
    problem: Exception = CannotAdd(_("No network that is installed here reads addresses."))
    for network in signs.likely(typed, open_networks()):
        try:
            address = addresses.normalise(network, typed)
            there: Connected = connect.ask(network, address, lambda link, network=network: network.auth.connect(link, {}))  # type: ignore[misc]
        except (BadAddress, connect.CannotConnect) as error:
            problem = error
            continue
        return Place(network.slug, there.base_url, there.name)
    raise CannotAdd(str(problem)) from problem


def same(address: str) -> str:
    """Addresses that differ only by what sites do not look at are one: scheme, www, letters of the host, the last slash."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{re.sub(r'/+$', '', parts.path)}{f'?{parts.query}' if parts.query else ''}"


def known(member: Member) -> dict[str, Source]:
    """The addresses that the brand listens to, as `same` writes them."""
    rows = Source.objects.filter(workspace=member.workspace, kind=Source.Kind.FEED, removed_at=None).exclude(address="")
    return {same(source.address): source for source in rows.only("pk", "name", "address")}


# ── Adding and changing ──────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add(member: Member, place: Place) -> Source:
    """Read within seconds. One that had been taken out comes back with what was known of it. Raises CannotAdd."""
    one_at_a_time(member)
    there = known(member)
    if (found := there.get(same(place.address))) is not None:
        raise AlreadyThere(found)
    if len(there) >= MOST:
        raise CannotAdd(_("A brand listens to %(count)s sources at most. Take some out first.") % {"count": f"{MOST:,}"})
    removed = Source.objects.filter(workspace=member.workspace, address=place.address, network=place.network, kind=Source.Kind.FEED)
    if (source := removed.order_by("-pk").first()) is not None:
        bring_back(source)
    else:
        source = made(member, place)
        source.save()
    events.record(member, "source.added", source)
    return source


def one_at_a_time(member: Member) -> None:
    """Two people who add the same address at once: the second is told."""
    type(member.workspace).objects.select_for_update(no_key=True).get(pk=member.workspace.pk)


def made(member: Member, place: Place) -> Source:
    """Not saved yet."""
    return Source(
        workspace=member.workspace,
        kind=Source.Kind.FEED,
        network=place.network,
        name=place.name.replace("\0", "")[:200] or host_of(place.address),
        address=place.address,
        host=host_of(place.address)[:255],
        folder=place.folder.replace("\0", "")[:120],
        created_by=member.person,
        next_at=clock.now(),
    )


def has_articles(source: Source) -> bool:
    """Whether its entries announce pages that may be read whole."""
    return bool(getattr(source.reader, "ARTICLES", False))


@transaction.atomic
def change(member: Member, source: Source) -> None:
    """Keeps what was changed of its name, group, language and country, whether its articles are read, and how often it is."""
    source.save(update_fields=["name", "folder", "language", "country", "reads_articles", "minutes"])
    events.record(member, "source.changed", source)


@transaction.atomic
def pause(member: Member, source: Source) -> None:
    if Source.objects.filter(pk=source.pk, paused_at=None).update(paused_at=clock.now()):
        events.record(member, "source.paused", source)


@transaction.atomic
def resume(member: Member, source: Source) -> None:
    begin_again(source)
    next_at = clock.now() if source.kind in Source.READ else None
    if Source.objects.filter(pk=source.pk, paused_at__isnull=False).update(paused_at=None, next_at=next_at):
        events.record(member, "source.resumed", source)


@transaction.atomic
def remove(member: Member, source: Source) -> None:
    """What it brought stays."""
    rows = Source.objects.exclude(kind=Source.Kind.INBOX)  # it is paused where it is not wanted: nobody could add it again
    if rows.filter(pk=source.pk, removed_at=None).update(removed_at=clock.now()):
        events.record(member, "source.removed", source)


@transaction.atomic
def restore(member: Member, source: Source) -> None:
    """Raises AlreadyThere where the address was added again meanwhile."""
    if source.removed_at is None:
        return
    one_at_a_time(member)
    searches = Source.objects.filter(workspace=member.workspace, kind=Source.Kind.SEARCH, network=source.network, removed_at=None)
    twins = searches.filter(space=source.space_id, words=source.words)
    if source.kind == Source.Kind.SEARCH and (twin := twins.first()):
        raise AlreadyThere(twin)
    rows = Source.objects.filter(workspace=member.workspace, removed_at=None)
    if source.wire_id and (twin := rows.filter(wire=source.wire_id).first()):
        raise AlreadyThere(twin)
    page = {"kind": Source.Kind.PAGE, "address": source.address, "selector": source.selector}
    if source.kind == Source.Kind.PAGE and (twin := rows.filter(**page).first()):
        raise AlreadyThere(twin)
    if source.kind == Source.Kind.FEED and (found := known(member).get(same(source.address))):
        raise AlreadyThere(found)
    bring_back(source)
    events.record(member, "source.restored", source)


def begin_again(source: Source) -> None:
    """A stream that nobody listened to is heard from now on, not from where the last one left it: before somebody listens again."""
    if source.wire_id:
        wire = Wire.objects.select_for_update().get(pk=source.wire_id)
        heard = wire.sources.filter(paused_at=None, removed_at=None).exists()
        afresh = {} if heard else {"cursor": "", "sent_at": None, "heard_at": None, "rate": None, "lag": None}
        Wire.objects.filter(pk=wire.pk).update(next_at=None, failures=0, error_code="", error="", **afresh)


def bring_back(source: Source) -> None:
    begin_again(source)
    source.removed_at = source.paused_at = None
    source.next_at = clock.now() if source.kind in Source.READ else None
    source.failures, source.error_code, source.error = 0, "", ""
    source.save(update_fields=["removed_at", "paused_at", "next_at", "failures", "error_code", "error"])


def hasten(source: Source) -> None:
    """Read at the next turn, whatever its next moment was."""
    if source.wire_id:
        Wire.objects.filter(pk=source.wire_id, next_at__isnull=False).update(next_at=clock.now())
        return
    Source.objects.filter(pk=source.pk, paused_at=None, removed_at=None).update(next_at=clock.now())

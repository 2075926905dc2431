"""Places where the brand is spoken of again and again, and that are not among its spaces (T1, T2): read from what was counted while
listening, so that no mention is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from diapason.listening.mentions import host_of
from diapason.listening.models import DeclinedPlace, Query, Source
from diapason.listening.store import store
from diapason.listening.store.base import Search, Tally, What
from diapason.networks.base import registry
from diapason.networks.base.registry import Network, NoSuchNetwork
from diapason.territory import connect
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace

DAYS = 30
LEAST = 3  # mentions in that time, to be proposed
LOOKED_AT, SHOWN = 200, 20
KINDS = (What.SITE, What.AUTHOR)


@dataclass(frozen=True, slots=True)
class Place:
    """`value` identifies it in the store; `name` is for people. `listened`: it is a source already."""

    what: What
    value: str
    name: str
    mentions: int
    negative: int
    reach: int
    network: Network | None = None
    listened: bool = False

    @property
    def field(self) -> str:
        """By which a list of mentions is narrowed to it."""
        return "site" if self.what == What.SITE else "author"


class AlreadyKnown(Exception):
    """It is a space by now, or nobody spoke there."""


def places(workspace: Workspace) -> list[Place]:
    """Where the brand itself was spoken of lately, the most frequent first: sites, and accounts of networks."""
    wordings = [pk for pk in of_brand(workspace) if pk]
    if not wordings:
        return []
    until = workspace.today
    since = until - timedelta(days=DAYS)
    refused = set(DeclinedPlace.objects.filter(workspace=workspace).values_list("what", "value"))
    counted = {what: store().top(wordings, what, since, until, LOOKED_AT) for what in KINDS}
    often = {
        what: [each for each in rows if each.mentions >= LEAST and (what.value, each.value) not in refused]
        for what, rows in counted.items()
    }
    found = [*sites(workspace, often[What.SITE]), *accounts(workspace, often[What.AUTHOR])]
    return sorted(found, key=lambda place: (-place.mentions, place.value))[:SHOWN]


def of_brand(workspace: Workspace) -> list[int | None]:
    asked = Query.objects.filter(workspace=workspace, removed_at=None, purpose=Query.Purpose.BRAND)
    return list(asked.values_list("shown_id", flat=True))


# ── Sites ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def sites(workspace: Workspace, counted: Sequence[Tally]) -> Iterable[Place]:
    known = own_hosts(workspace)
    heard = set(Source.objects.filter(workspace=workspace, removed_at=None, kind=Source.Kind.FEED).values_list("host", flat=True))
    heard = {bare(host) for host in heard}
    for each in counted:
        if not any(each.value == host or each.value.endswith(f".{host}") for host in known):
            yield Place(What.SITE, each.value, each.value, each.mentions, each.negative, each.reach, listened=each.value in heard)


def own_hosts(workspace: Workspace) -> set[str]:
    """The brand's own, and those of networks: on a network, a place is an account."""
    addresses = [workspace.website]
    for space in Space.objects.filter(workspace=workspace, removed_at=None).only("base_url", "url"):
        addresses += [space.base_url, space.url]
    for network in registry.networks().values():
        addresses += [str(network.manifest.api.get("website", "")), network.manifest.default_base_url]
    return {host for address in addresses if (host := bare(host_of(address)))}


def bare(host: str) -> str:
    return host.removeprefix("www.")


# ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def accounts(workspace: Workspace, counted: Sequence[Tally]) -> Iterable[Place]:
    own = set(Space.objects.filter(workspace=workspace, removed_at=None).values_list("network", "account_id"))
    there = {
        each.value: (network, account)
        for each in counted
        if (network := network_of(each.value)) and (account := each.value.split(":", 1)[1])
    }
    others = [each for each in counted if each.value in there and (there[each.value][0].slug, there[each.value][1]) not in own]
    names = store().names(workspace.pk, [each.value for each in others[:SHOWN]])
    for each in others[:SHOWN]:
        if each.value in names:  # a number says nothing to anybody
            yield Place(What.AUTHOR, each.value, names[each.value], each.mentions, each.negative, each.reach, there[each.value][0])


def network_of(author: str) -> Network | None:
    slug, colon, _ = author.partition(":")
    try:
        return registry.get(slug) if colon else None
    except NoSuchNetwork:
        return None


# ── What people decide ───────────────────────────────────────────────────────────────────────────────────────────────
def met(workspace: Workspace, what: str, value: str) -> Place:
    """Raises AlreadyKnown for what is not proposed any more."""
    found = next((place for place in places(workspace) if (place.what.value, place.value) == (what, value)), None)
    if found is None:
        raise AlreadyKnown
    return found


@transaction.atomic
def add(member: Member, place: Place) -> Space:
    """Among the spaces of the brand, looked after by hand: how it is published to or read is chosen there."""
    network = place.network or by_hand()
    url = f"https://{place.value}/" if place.what == What.SITE else address_of(member.workspace, place)
    return connect.by_hand(
        member, by_hand(), name=place.name[:160], handle="" if place.what == What.SITE else f"{place.name} · {network}"[:200], url=url
    )


def by_hand() -> Network:
    """The network of places that have none: a person goes there."""
    able = [network for network in registry.networks().values() if network.manifest.assisted]
    return next((network for network in able if network.slug == network.folder.name), able[0])


def address_of(workspace: Workspace, place: Place) -> str:
    """Of the latest that they said; a store keeps no address of theirs."""
    [*mentions] = store().search(Search(workspace.pk, facts=((What.AUTHOR, place.value),)), 1).mentions
    return mentions[0].url if mentions else ""


@transaction.atomic
def decline(member: Member, place: Place) -> DeclinedPlace:
    declined, new = DeclinedPlace.objects.get_or_create(
        workspace=member.workspace,
        what=place.what.value,
        value=place.value[:500],
        defaults={"name": place.name[:200], "declined_by": member.person},
    )
    if new:
        events.record(member, "place.declined", declined)
    return declined


@transaction.atomic
def reconsider(member: Member, declined: DeclinedPlace) -> None:
    events.record(member, "place.reconsidered", declined)
    declined.delete()

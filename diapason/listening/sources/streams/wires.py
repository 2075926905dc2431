"""Which streams a brand can listen to, listening to one, and which are listened to at this moment."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from diapason.listening.mentions import host_of
from diapason.listening.models import Source, Wire
from diapason.listening.sources import managing
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory import access, connect
from diapason.territory.addresses import BadAddress
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Offer:
    """A stream that can be listened to: of a network that asks for no account (`address` is where it is heard, unless somebody knows
    better), or through a space."""

    network: Network
    address: str
    space: Space | None = None

    @property
    def code(self) -> str:
        return f"space:{self.space.pk}" if self.space and self.network.manifest.stream["account"] else self.network.slug

    def __str__(self) -> str:
        if self.space is None:
            return str(self.network)
        said = [str(self.network), str(self.space), _("Sandbox") if self.space.sandbox else ""]
        return " · ".join(filter(None, said))


def offers(member: Member) -> list[Offer]:
    """Of a network that the brand tries in the sandbox, the sandbox: a demonstration reaches nobody."""
    able = {slug: network for slug, network in registry.networks().items() if network.can("stream")}
    spaces = list(access.spaces(member).filter(network__in=able, state=Space.State.CONNECTED))
    found = []
    for slug, network in sorted(able.items(), key=lambda item: (item[1].manifest.order, item[0])):
        own = [space for space in spaces if space.network == slug]
        if network.manifest.stream["account"]:
            found += [Offer(network, space.base_url, space) for space in own]
        elif tried := next((space for space in own if space.sandbox), None):
            found.append(Offer(network, tried.base_url, tried))
        else:
            found.append(Offer(network, network.manifest.stream["servers"][0]))
    return found


# ── Listening to one ─────────────────────────────────────────────────────────────────────────────────────────────────
def add(member: Member, offer: Offer, typed: str = "", words: str = "", folder: str = "") -> Source:
    """From now on. `typed`: the address of another server of a network without accounts. Opens it: up to a minute. Raises
    managing.CannotAdd."""
    tag = tag_of(words)
    if tag and not offer.network.manifest.stream.get("tags"):
        raise managing.CannotAdd(_("This network is heard as a whole: leave the tag out."))
    address = found(offer, typed)
    return listened(member, offer, address, tag, folder)


def tag_of(words: str) -> str:
    """As it is asked for; empty for all that is said. Raises managing.CannotAdd."""
    words = words.replace("\0", "").strip()
    if not words:
        return ""
    tag = words.removeprefix("#").casefold()
    if not tag or not tag.replace("_", "").isalnum():
        raise managing.CannotAdd(_("Write one tag, such as #lamp, or nothing to hear all that is said."))
    return f"#{tag}"


def found(offer: Offer, typed: str) -> str:
    """The address of the stream. Raises managing.CannotAdd."""
    typed = "" if offer.network.manifest.stream["account"] else typed.strip()
    try:
        address = at(typed) if typed else offer.address
        credentials = offer.space.credentials if offer.space and not typed else None
        return str(connect.ask(offer.network, address, lambda link: offer.network.stream.find(link, address), credentials))
    except (BadAddress, connect.CannotConnect) as error:
        raise managing.CannotAdd(_("Nothing can be heard at this address: %(reason)s") % {"reason": str(error)}) from error


def at(typed: str) -> str:
    """With a scheme: whoever types the name of a server means the safe one."""
    typed = typed.replace("\0", "")
    return typed if "://" in typed else f"https://{typed}"


@transaction.atomic
def listened(member: Member, offer: Offer, address: str, tag: str, folder: str) -> Source:
    managing.one_at_a_time(member)
    space = offer.space if offer.network.manifest.stream["account"] else None
    wire, _made = Wire.objects.get_or_create(network=offer.network.slug, address=address, words=tag, space=space)
    known = Source.objects.filter(workspace=member.workspace, wire=wire).order_by("removed_at", "-pk").first()
    if known and known.removed_at is None:
        raise managing.AlreadyThere(known)
    if known:
        managing.bring_back(known)
    else:
        known = Source(
            workspace=member.workspace,
            kind=Source.Kind.STREAM,
            network=offer.network.slug,
            wire=wire,
            space=offer.space,
            words=tag,
            host=host_of(address)[:255],
            folder=folder[:120],
            created_by=member.person,
        )
        managing.begin_again(known)
        known.save()
    events.record(member, "source.added", known)
    return known


# ── Listened to now ──────────────────────────────────────────────────────────────────────────────────────────────────
def wanted() -> QuerySet[Wire]:
    """Those of a space only while it is connected."""
    heard = Source.objects.filter(wire=OuterRef("pk"), paused_at=None, removed_at=None)
    well = Q(space=None) | Q(space__state=Space.State.CONNECTED, space__removed_at=None)
    return Wire.objects.filter(well, Exists(heard))


def line_of(wire: Wire) -> str:
    """Where it is heard now. Of servers that tell the same, each failure leads to the next."""
    servers = wire.net.manifest.stream.get("servers", [])
    if wire.address not in servers:
        return wire.address
    return str(servers[(servers.index(wire.address) + wire.failures) % len(servers)])

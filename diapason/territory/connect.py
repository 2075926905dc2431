"""Connecting a space: with what a person types, or through the network's own page; and connecting it again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.core import clock, http
from diapason.core.crypto import Sealed
from diapason.networks.base import registry
from diapason.networks.base.connection import Authorization, Connected, Connection
from diapason.networks.base.errors import NetworkError
from diapason.networks.base.registry import Network
from diapason.territory import addresses, reconnection, repair
from diapason.territory.models import PendingConnection, Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

# How long a person may stay on the network's page. Networks end what they gave us after about as long.
PATIENCE = timedelta(minutes=30)
LONGEST_SECONDS = 60


class CannotConnect(Exception):
    """The message says in the reader's words what happened and what to do. Nothing was changed."""


class AlreadyConnected(CannotConnect):
    def __init__(self, space: Space) -> None:
        super().__init__(_("This account is connected already: it is the space “%(space)s”.") % {"space": space})
        self.space = space


class PendingEnded(CannotConnect):
    """A return that nobody waits for any more; `pending` is what it was about, when that is known."""

    def __init__(self, message: str, pending: PendingConnection | None = None) -> None:
        super().__init__(message)
        self.pending = pending


def with_password(member: Member, network: Network, typed: str, fields: dict[str, str], space: Space | None = None) -> Space:
    """Connects with an address and what the manifest's fields ask for. Raises CannotConnect or BadAddress."""
    base_url = addresses.normalise(network, typed)
    return save(member, network, ask(network, base_url, lambda link: network.auth.connect(link, fields)), space)


def begin(member: Member, person: Person, network: Network, typed: str, space: Space | None = None) -> str:
    """Where to send the person, on the network's own page. Raises CannotConnect or BadAddress."""
    base_url = addresses.normalise(network, typed)
    known = space.credentials if space else Sealed()
    begun: Authorization = ask(network, base_url, lambda link: network.auth.authorize(link, return_address()), known)
    forget_the_late()
    PendingConnection.objects.create(
        workspace=member.workspace,
        person=person,
        space=space,
        network=network.slug,
        base_url=base_url,
        state=begun.state,
        secrets=begun.secrets,
    )
    return begun.url


def take(person: Person, state: str) -> PendingConnection:
    """The connection that this person began; it serves once. Raises PendingEnded."""
    with transaction.atomic():
        found = PendingConnection.objects.select_for_update(of=("self",)).select_related("workspace", "space")
        pending = found.filter(state=state, person=person).first() if state else None
        if pending is None:
            raise PendingEnded(_("This connection was finished already, or was begun by somebody else."))
        pending.delete()
    if pending.created_at < clock.now() - PATIENCE:
        raise PendingEnded(_("More than half an hour passed on the network’s page, so the connection was left. Begin it again."), pending)
    return pending


def complete(member: Member, pending: PendingConnection, answer: dict[str, str]) -> Space:
    """The person came back from the network with `answer`. Raises CannotConnect."""
    network = registry.get(pending.network)
    connected: Connected = ask(
        network, pending.base_url, lambda link: network.auth.complete(link, return_address(), pending.secrets, answer)
    )
    return save(member, network, connected, pending.space)


def return_address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('oauth_return')}"


def ask[Answer](
    network: Network, base_url: str, call: Callable[[Connection], Awaitable[Answer]], credentials: Sealed | None = None
) -> Answer:
    """One conversation with a network, with a client of its own. Raises CannotConnect."""

    async def asked() -> Answer:
        async with asyncio.timeout(LONGEST_SECONDS), http.client() as session:
            return await call(Connection(base_url, session, credentials or Sealed()))

    try:
        return async_to_sync(asked)()
    except NetworkError as error:
        raise CannotConnect(repair.of_error(network, error)) from error
    except TimeoutError as error:
        raise CannotConnect(repair.sentence(network, "temporary", "")) from error


def forget_the_late() -> None:
    """Of those that nobody came back from, a day is kept: long enough to say what happened."""
    PendingConnection.objects.filter(created_at__lt=clock.now() - timedelta(days=1)).delete()


@transaction.atomic
def save(member: Member, network: Network, connected: Connected, space: Space | None = None) -> Space:
    """Keeps a connection. The same account keeps the same row, also when it had been removed. Raises CannotConnect."""
    known = same_account(member, network, connected)
    if space and space.account_id and space.account_id != connected.account_id:
        raise CannotConnect(
            _("You signed in as %(given)s, and this space is %(wanted)s. Sign in there with the right account, then try again.")
            % {"given": connected.handle, "wanted": space.handle or space.name}
        )
    if known and (not space or known.pk != space.pk) and known.removed_at is None and known.state != Space.State.NEEDS_RECONNECT:
        raise AlreadyConnected(known)
    kept = space or known or Space(workspace=member.workspace, network=network.slug, owner=member.person)
    is_new = kept.pk is None
    if is_new or kept.removed_at:
        kept.name = connected.name[:160] or connected.handle[:160]
    fill(kept, connected, network)
    kept.connected_by = member.person
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:  # somebody connected it while the network answered
        raise CannotConnect(_("This account was connected by somebody else a moment ago.")) from error
    events.record(member, "space.connected" if is_new else "space.reconnected", kept, network=network.slug)
    if not is_new:
        reconnection.tell(member, kept)
    return kept


def same_account(member: Member, network: Network, connected: Connected) -> Space | None:
    """The space that already holds this account, one in use before one removed."""
    found = Space.objects.select_for_update(of=("self",)).filter(
        Q(base_url=connected.base_url) | Q(removed_at=None, state=Space.State.NEEDS_RECONNECT),
        workspace=member.workspace,
        network=network.slug,
        account_id=connected.account_id,
    )
    rows = sorted(found, key=lambda row: (row.removed_at is not None, row.pk))
    return rows[0] if rows else None


def fill(space: Space, connected: Connected, network: Network) -> None:
    now = clock.now()
    space.handle, space.url, space.avatar_url = connected.handle[:200], web(connected.url), web(connected.avatar_url)
    space.base_url, space.account_id, space.credentials = connected.base_url, connected.account_id, connected.credentials
    space.declared, space.declared_at = connected.declared, now if connected.declared else None
    space.state = Space.State.CONNECTED if network.can("publish") else Space.State.WATCHED
    space.sandbox = urlsplit(connected.base_url).netloc == urlsplit(settings.SANDBOX_URL).netloc
    space.connected_at = space.checked_at = space.last_ok_at = now
    space.expires_at = space.expiry_told_at = space.removed_at = space.rests_until = space.failed_at = None
    space.last_error = space.error_word = space.error_code = ""
    space.failures = 0


def web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) and len(url) <= 500 else ""


@transaction.atomic
def by_hand(member: Member, network: Network, *, name: str, handle: str, url: str) -> Space:
    """A space where a person posts."""
    space = Space.objects.create(
        workspace=member.workspace,
        network=network.slug,
        name=name,
        handle=handle,
        url=url,
        state=Space.State.ASSISTED,
        owner=member.person,
        connected_at=clock.now(),
        connected_by=member.person,
    )
    events.record(member, "space.connected", space, network=network.slug)
    return space

"""What people do with webhooks: make one, change it, pause it, give it another secret, take it away, send again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from diapason.api.models import WebhookEndpoint, WebhookMessage
from diapason.api.webhooks import signing, types
from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.workspaces import events
from diapason.workspaces.members import Member

OVERLAP = timedelta(hours=24)  # during which the former secret signs too
MOST = 20  # endpoints of a brand: each one costs a row for every event
State = WebhookEndpoint.State


class TooMany(Exception):
    """The brand has `MOST` webhooks."""


# ── Doors ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def endpoints(member: Member) -> QuerySet[WebhookEndpoint]:
    """Those of the brand, whoever made them: `webhook.manage` is the door."""
    return WebhookEndpoint.objects.filter(workspace=member.workspace, removed_at=None).order_by("description", "id")


def access_endpoint(member: Member, endpoint_id: int) -> WebhookEndpoint:
    """Raises Http404 for one of another brand."""
    found = endpoints(member).select_related("workspace").filter(pk=endpoint_id).first()
    if found is None:
        raise Http404
    return found


def messages(member: Member) -> QuerySet[WebhookMessage]:
    return WebhookMessage.objects.filter(workspace=member.workspace, endpoint__removed_at=None)


def access_message(member: Member, message_id: int) -> WebhookMessage:
    """Raises Http404 for one of another brand."""
    found = messages(member).select_related("endpoint").filter(pk=message_id).first()
    if found is None:
        raise Http404
    return found


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create(member: Member, *, url: str, description: str, names: Sequence[str]) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is shown once. `url` has been checked. Raises TooMany."""
    if endpoints(member).count() >= MOST:
        raise TooMany
    secret = signing.new_secret()
    endpoint = WebhookEndpoint.objects.create(
        workspace=member.workspace,
        url=url,
        description=description,
        secrets=Sealed(current=secret),
        created_by=member.person,
        **listening(names),
    )
    events.record(member, "webhook.created", endpoint, host=endpoint.host, types=endpoint.types)
    return endpoint, secret


def listening(names: Sequence[str]) -> dict[str, Any]:
    known = types.known(names)
    return {"types": known, "routes": types.routes(known)}


@transaction.atomic
def change(member: Member, endpoint: WebhookEndpoint, *, url: str, description: str, names: Sequence[str]) -> None:
    wanted = {"url": url, "description": description, **listening(names)}
    changed = [name for name, value in wanted.items() if getattr(endpoint, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(endpoint, name, wanted[name])
    endpoint.save(update_fields=changed)
    events.record(member, "webhook.edited", endpoint, names=[name for name in changed if name != "routes"], host=endpoint.host)


@transaction.atomic
def pause(member: Member, endpoint: WebhookEndpoint) -> None:
    """Nothing is sent, nor kept for later, until it is resumed; what waited already waits on."""
    become(member, endpoint, {State.ACTIVE}, State.PAUSED, "webhook.paused")


@transaction.atomic
def resume(member: Member, endpoint: WebhookEndpoint) -> None:
    """From a pause, or after Diapason switched it off: it starts with a clean record."""
    become(member, endpoint, {State.PAUSED, State.DISABLED}, State.ACTIVE, "webhook.resumed")


def become(member: Member, endpoint: WebhookEndpoint, start: set[State], state: State, verb: str) -> None:
    rows = WebhookEndpoint.objects.filter(pk=endpoint.pk, state__in=start)
    if rows.update(state=state, reason="", failing_since=None):
        events.record(member, verb, endpoint)


@transaction.atomic
def rotate(member: Member, endpoint: WebhookEndpoint) -> str:
    """A new secret, shown once. The former one signs too for `OVERLAP`; one before it no longer does."""
    locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = signing.new_secret()
    locked.secrets = Sealed(current=secret, former=locked.secrets["current"])
    locked.former_until = clock.now() + OVERLAP
    locked.save(update_fields=["secrets", "former_until"])
    events.record(member, "webhook.secret_replaced", locked)
    endpoint.former_until = locked.former_until
    return secret


@transaction.atomic
def remove(member: Member, endpoint: WebhookEndpoint) -> None:
    """Can be undone, with what waits: its log is kept until its month is over."""
    if WebhookEndpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=clock.now()):
        events.record(member, "webhook.removed", endpoint, host=endpoint.host)


@transaction.atomic
def restore(member: Member, endpoint_id: int) -> WebhookEndpoint:
    """Raises Http404 for one of another brand."""
    found = WebhookEndpoint.objects.filter(workspace=member.workspace, pk=endpoint_id).first()
    if found is None:
        raise Http404
    if WebhookEndpoint.objects.filter(pk=found.pk).exclude(removed_at=None).update(removed_at=None):
        events.record(member, "webhook.restored", found, host=found.host)
    return found


@transaction.atomic
def test(member: Member, endpoint: WebhookEndpoint) -> WebhookMessage:
    """A message that means nothing, to see that it arrives."""
    now = clock.now()
    message = WebhookMessage.objects.create(workspace=member.workspace, endpoint=endpoint, type=types.TEST, created_at=now, next_at=now)
    events.record(member, "webhook.tested", endpoint)
    return message


@transaction.atomic
def send_again(member: Member, message: WebhookMessage) -> bool:
    """The same message, under the same id, with all its tries before it; False while it is being sent."""
    free = WebhookMessage.objects.filter(pk=message.pk).exclude(state=WebhookMessage.State.SENDING)
    if not free.update(state=WebhookMessage.State.WAITING, tries=0, next_at=clock.now(), settled_at=None):
        return False
    events.record(member, "webhook.resent", message.endpoint, message=message.webhook_id, type=message.type)
    return True


def follow_types(apps: Any = apps, **_signal: Any) -> None:
    """After an upgrade: which events make which type may have changed."""
    try:
        model = apps.get_model("api", "WebhookEndpoint")
    except LookupError:  # migrated back to before there were any
        return
    for endpoint in model.objects.only("types", "routes"):
        if endpoint.routes != (routes := types.routes(endpoint.types)):
            endpoint.routes = routes
            endpoint.save(update_fields=["routes"])

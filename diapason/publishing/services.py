"""What the rest of the house asks of publishing: plan, move, withdraw, reply. Each in the caller's transaction."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from diapason.core import clock
from diapason.editorial.models import Variant
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.publishing.moving import FIELDS, event_of, move
from diapason.publishing.progress import progress
from diapason.publishing.states import UNSENT
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member

S = Delivery.State


class TooLate(Exception):
    """The delivery is out, or on its way: it cannot be withdrawn any more."""


def plan(member: Member, variant: Variant, space: Space, make: Callable[[uuid.UUID], Content], due_at: datetime) -> Delivery:
    """Plans one variant to one space. `make` gives the content, for the key of the delivery (its short links carry it).

    Planning it again replaces the content and the moment of what has not been sent. Raises TooLate for the rest.
    """
    existing = Delivery.objects.select_for_update().filter(variant=variant, space=space).exclude(state=S.CANCELLED).first()
    if existing:
        return replan(member, existing, make(existing.key), due_at)
    key = uuid.uuid4()
    return create(member, space, make(key), due_at, Delivery.Kind.POST, variant, key)


def deliver_reply(member: Member, space: Space, content: Content, *, due_at: datetime | None = None) -> Delivery:
    """Sends an answer through the same engine, at once unless `due_at` leaves time to take it back."""
    return create(member, space, content, due_at or clock.now(), Delivery.Kind.REPLY)


def create(
    member: Member,
    space: Space,
    content: Content,
    due_at: datetime,
    kind: str,
    variant: Variant | None = None,
    key: uuid.UUID | None = None,
) -> Delivery:
    delivery = Delivery.objects.create(
        key=key or uuid.uuid4(),
        workspace=member.workspace,
        space=space,
        variant=variant,
        kind=kind,
        content=content.as_json(),
        due_at=due_at,
        next_at=due_at,
        created_by=member.person,
    )
    event_of(delivery, member).save(force_insert=True)
    return delivery


def replan(member: Member, delivery: Delivery, content: Content, due_at: datetime) -> Delivery:
    """Raises TooLate where something of it may already be out."""
    if delivery.state not in UNSENT or not progress(delivery).untouched:
        raise TooLate
    delivery.steps.all().delete()
    delivery.content, delivery.due_at, delivery.tries = content.as_json(), due_at, 0
    if delivery.state == S.PLANNED:
        delivery.next_at = due_at
        delivery.save(update_fields=["content", "due_at", "next_at", "tries"])
        events.record(member, "delivery.moved", delivery)
        return delivery
    delivery.save(update_fields=["content", "due_at", "tries"])
    move(delivery, S.PLANNED, member, next_at=due_at)
    return delivery


def move_to(member: Member, delivery: Delivery, due_at: datetime) -> None:
    """The same content at another moment. Raises TooLate for what is being sent or is out."""
    replan(member, lock(delivery), delivery.what, due_at)


def cancel(member: Member, delivery: Delivery) -> None:
    """Withdraws what has not been sent. Raises TooLate for the rest: what is out, or may be, is for a person to see."""
    with transaction.atomic():
        row = lock(delivery)
        if row.state == S.CANCELLED:
            return
        if row.state not in UNSENT or not progress(row).untouched:
            raise TooLate
        row.state, row.next_at, row.owner, row.lease_until = S.CANCELLED, None, "", None
        row.save(update_fields=FIELDS)
        event_of(row, member).save(force_insert=True)


def lock(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update(of=("self",)).select_related("space", "workspace").get(pk=delivery.pk)


def space_reconnected(member: Member, space: Space) -> int:
    """What waited for this space goes on. A row with a step in doubt is looked at first: the claim sees to that."""
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(of=("self",))
            .select_related("space", "workspace")
            .filter(space=space, state=S.NEEDS_RECONNECT)
        )
        for row in rows:
            move(row, S.DUE, member)
        return len(rows)

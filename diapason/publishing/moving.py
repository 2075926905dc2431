"""Moving deliveries from state to state: one event each, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from diapason.core import clock
from diapason.publishing.models import Delivery
from diapason.publishing.states import AUTOMATIC, require
from diapason.workspaces import events, members
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event

S = Delivery.State


def settle(delivery: Delivery, state: str, *, next_at: datetime | None = None, reason: str = "", detail: str = "") -> None:
    """Sets the fields of a row that leaves its worker's hands. The caller saves it and records the event."""
    require(delivery.state, state)
    automatic = S(state) in AUTOMATIC
    delivery.state = state
    delivery.next_at = soonest(delivery, state, next_at or clock.now()) if automatic else None
    delivery.owner, delivery.lease_until = "", None
    delivery.reason, delivery.detail = reason, detail[:500]


def soonest(delivery: Delivery, state: str, wanted: datetime) -> datetime:
    """`wanted`, or sooner: no state lasts longer than the graph says, and a person is told as soon as it is too late."""
    within, now = AUTOMATIC[S(state)].within, clock.now()
    if state != S.WAITING:
        return min(wanted, now + within) if state == S.UNKNOWN else wanted
    too_late = delivery.due_at + timedelta(minutes=delivery.workspace.late_after, seconds=1)
    return max(min(wanted, now + within, too_late), now)


FIELDS = ["state", "next_at", "owner", "lease_until", "reason", "detail", "tries", "looks", "remote_id", "remote_url", "published_at"]


def event_of(delivery: Delivery, member: Member | None = None, **data: Any) -> Event:
    if delivery.detail:
        data["detail"] = delivery.detail
    if delivery.reason:
        data["reason"] = delivery.reason
    label = data.pop("label", None)
    event = events.build(member or members.system(delivery.workspace), f"delivery.{delivery.state}", None, **data)
    event.subject, event.subject_id, event.label = "publishing.delivery", delivery.pk, label or str(delivery.space)[:200]
    return event


def save(deliveries: Iterable[Delivery], fields: list[str] | None = None) -> None:
    """Writes rows that the caller holds locked, and records the event of each."""
    moved = list(deliveries)
    Delivery.objects.bulk_update(moved, fields or FIELDS)
    Event.objects.bulk_create([event_of(delivery) for delivery in moved])


def locked(delivery: Delivery, owner: str) -> Delivery | None:
    """The row as it is now, locked; None where it is no longer that worker's."""
    return Delivery.objects.select_for_update(of=("self",)).select_related("space", "workspace").filter(pk=delivery.pk, owner=owner).first()


def move(delivery: Delivery, state: str, member: Member | None = None, *, next_at: datetime | None = None, **why: str) -> None:
    """Moves one row that the caller holds locked (`select_for_update`), and records it."""
    settle(delivery, state, next_at=next_at, **why)
    delivery.save(update_fields=FIELDS)
    event_of(delivery, member).save(force_insert=True)

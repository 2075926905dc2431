"""Rows that nothing would ever bring back are found by what they are, not by who should have remembered them."""

from django.db import transaction
from django.db.models import Q

from diapason.core import clock
from diapason.publishing.models import Delivery
from diapason.publishing.moving import locked, move
from diapason.publishing.pausing import is_paused
from diapason.publishing.states import LEASE
from diapason.territory.models import Space

S = Delivery.State
AT_ONCE = 200


def recover() -> int:
    """How many rows go on. Cheap where there are none: each look has an index of its own."""
    return impossible_leases() + strays()


def impossible_leases() -> int:
    """Rows whose lease ends further ahead than any lease can: a clock was set back. They are looked at now."""
    now = clock.now()
    return Delivery.objects.filter(lease_until__gt=now + 2 * LEASE, next_at__isnull=False).update(next_at=now, lease_until=now)


def strays() -> int:
    """Rows that wait for what has already happened: a pause lifted, or a space connected, while they were being claimed."""
    free = Q(state=S.PAUSED) & ~is_paused()
    connected = Q(state=S.NEEDS_RECONNECT, space__state=Space.State.CONNECTED, space__removed_at=None)
    with transaction.atomic():
        held = Delivery.objects.filter(state__in=[S.PAUSED, S.NEEDS_RECONNECT]).filter(free | connected)
        rows = held.select_for_update(of=("self",), skip_locked=True).select_related("space", "workspace")
        found = list(rows[:AT_ONCE])
        for row in found:
            move(row, S.PLANNED if row.state == S.PAUSED else S.DUE, next_at=row.due_at)
        return len(found)


def give_back(delivery: Delivery, owner: str) -> None:
    """A worker that stops has not begun this row: another takes it at once, not when the lease ends."""
    with transaction.atomic():
        row = locked(delivery, owner)
        if row and row.state in {S.PREPARING, S.RECONCILING}:
            move(row, S.DUE if row.state == S.PREPARING else S.UNKNOWN)

"""Claiming: a worker takes the rows that are due, in one transaction, and nobody else gets them.

The queue is one column, `next_at`: when somebody must look at the row. A claimed row's `next_at` is the end of its
lease, so that the rows of a dead worker come back by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch

from diapason.core import clock
from diapason.publishing import notices
from diapason.publishing.models import Attempt, Delivery, DeliveryStep, Pause
from diapason.publishing.moving import FIELDS, event_of, settle
from diapason.publishing.states import AUTOMATIC, LEASE
from diapason.publishing.waits import jittered
from diapason.territory.models import Space
from diapason.workspaces.models import Event

S = Delivery.State


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in this worker's hands, with its steps in order; `act` is `send` or `reconcile`."""

    delivery: Delivery
    act: str
    steps: list[DeliveryStep]


def claim(owner: str, limit: int) -> list[Claimed]:
    """At most `limit` rows that are due, now owned until the lease ends. Rows that must not go out are settled."""
    now = clock.now()
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("space", "workspace")
            .prefetch_related(Prefetch("steps", DeliveryStep.objects.order_by("position")))
            .filter(next_at__lte=now)
            .order_by("next_at", "id")[:limit]
        )
        if not rows:
            return []
        unclear = unclear_deliveries(rows)
        paused = set(Pause.objects.filter(workspace__in={row.workspace_id for row in rows}, lifted_at=None).values_list("workspace_id", flat=True))
        claimed = [taken for row in rows if (taken := take(row, owner, now, unclear=row.pk in unclear, paused=row.workspace_id in paused))]
        plan_missing_steps(claimed)
        Delivery.objects.bulk_update(rows, FIELDS)
        Event.objects.bulk_create([event_of(row) for row in rows])
        for row in rows:
            notices.tell_about(row)
    return claimed


def unclear_deliveries(rows: Iterable[Delivery]) -> set[int]:
    """Rows with a step that matters whose last word is not known: begun and never finished, or finished as unknown."""
    open_steps = [step.pk for row in rows for step in row.steps.all() if step.result is None and step.repeat != "harmless"]
    if not open_steps:
        return set()
    doubtful = Attempt.objects.filter(step__in=open_steps, outcome__in=["", "unknown"])
    return set(doubtful.values_list("step__delivery_id", flat=True))


def take(row: Delivery, owner: str, now: datetime, *, unclear: bool, paused: bool) -> Claimed | None:
    """Gives the row to the worker, or settles it where it must not go out now."""
    if unclear or AUTOMATIC[S(row.state)].handler == "reconcile":
        hold(row, S.RECONCILING, owner, now)
        return Claimed(row, "reconcile", list(row.steps.all()))
    if paused:
        settle(row, S.PAUSED)
    elif now > row.due_at + timedelta(minutes=row.workspace.late_after):
        settle(row, S.EXPIRED, reason=row.reason or "late", detail=row.detail)
    elif row.space.state == Space.State.ASSISTED:
        settle(row, S.ASSISTED)
    elif row.space.state != Space.State.CONNECTED or row.space.removed_at:
        settle(row, S.NEEDS_RECONNECT, reason="space_disconnected")
    elif row.space.rests_until and row.space.rests_until > now:
        rest(row, row.space.rests_until)
    else:
        hold(row, S.PREPARING, owner, now)
        return Claimed(row, "send", list(row.steps.all()))
    return None


def rest(row: Delivery, until: datetime) -> None:
    """The whole space waits (a rate limit, or too many failures); each row comes back at its own moment after that."""
    if row.state == S.WAITING:
        row.next_at = until + jittered(timedelta(seconds=1))
        return
    settle(row, S.WAITING, next_at=until + jittered(timedelta(seconds=1)), reason="space_rests", detail=row.detail)


def hold(row: Delivery, state: str, owner: str, now: datetime) -> None:
    row.state, row.owner = state, owner
    row.lease_until = row.next_at = now + LEASE


def plan_missing_steps(claimed: list[Claimed]) -> None:
    """Writes the plan of rows that have none. It is never made again: the keys given to the network must not change."""
    fresh: list[DeliveryStep] = []
    for item in claimed:
        if item.steps:
            continue
        plan = item.delivery.space.net.publish.plan(item.delivery.what, str(item.delivery.key))
        item.steps.extend(
            DeliveryStep(
                delivery=item.delivery,
                position=position,
                kind=step.kind,
                spec=step.spec,
                repeat=step.repeat,
                key=step.key,
                keyed_for=step.keyed_for,
                publishes=step.publishes,
            )
            for position, step in enumerate(plan)
        )
        fresh.extend(item.steps)
    DeliveryStep.objects.bulk_create(fresh)


def renew(owner: str, ids: Iterable[int]) -> set[int]:
    """Extends the leases of rows still in flight; the ids that are still ours."""
    until = clock.now() + LEASE
    ours = Delivery.objects.filter(pk__in=list(ids), owner=owner)
    ours.update(lease_until=until, next_at=until)
    return set(ours.values_list("pk", flat=True))


def recover_impossible_leases() -> int:
    """Rows whose lease ends further ahead than any lease can: the clock was set back. They are looked at now."""
    now = clock.now()
    return Delivery.objects.filter(lease_until__gt=now + 2 * LEASE, next_at__isnull=False).update(next_at=now, lease_until=now)


def next_moment() -> datetime | None:
    """When the earliest row must be looked at."""
    return Delivery.objects.filter(next_at__isnull=False).order_by("next_at").values_list("next_at", flat=True).first()



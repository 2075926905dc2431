"""Claiming: a worker takes the rows that are due, in one transaction, and nobody else gets them.

The queue is one column, `next_at`: when somebody must look at the row. A claimed row's `next_at` is the end of its
lease, so that the rows of a dead worker come back by themselves.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count, Min, Q

from diapason.core import clock
from diapason.networks.base.content import Repeat, Step
from diapason.publishing import notices
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.publishing.moving import FIELDS, event_of, settle, soonest
from diapason.publishing.pausing import paused_among
from diapason.publishing.states import AUTOMATIC, LEASE
from diapason.publishing.waits import jittered
from diapason.territory.models import Space
from diapason.workspaces.models import Event

logger = logging.getLogger(__name__)
S = Delivery.State


@dataclass(slots=True)
class History:
    """What was tried for a step: how often, since when, and whether the last word of any attempt is missing."""

    made: int = 0
    begun: datetime | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in this worker's hands, with its steps in order; `act` is `send` or `reconcile`."""

    delivery: Delivery
    act: str
    steps: list[DeliveryStep]
    history: dict[int, History]

    def of(self, step: DeliveryStep) -> History:
        return self.history.setdefault(step.pk, History())


# The due rows of every space that has room in this worker's hands, a few of each, so that a slow space does not keep
# the others waiting. SKIP LOCKED: what another worker is taking is passed over.
DUE = """
SELECT due.id
FROM (SELECT DISTINCT space_id FROM publishing_delivery WHERE next_at <= %(now)s AND space_id <> ALL(%(full)s)) spaces
CROSS JOIN LATERAL (
    SELECT id, next_at FROM publishing_delivery
    WHERE space_id = spaces.space_id AND next_at <= %(now)s
    ORDER BY next_at, id LIMIT %(each)s
    FOR UPDATE SKIP LOCKED
) due
LIMIT %(limit)s
"""


def claim(owner: str, limit: int, *, each: int = 8, full: Sequence[int] = ()) -> list[Claimed]:
    """At most `limit` due rows, `each` per space, none of the spaces that are `full`; now owned until the lease ends.

    Rows that must not go out (paused, too late, space to reconnect…) are settled in passing.
    """
    follow_the_database()
    try:
        return claim_rows(owner, lambda now: due_rows(now, limit, each, full))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("One of the rows that are due cannot be claimed: they are taken one by one")
        return one_by_one(owner, due_ids(clock.now(), limit, each, full))


def follow_the_database() -> None:
    """Due dates, leases and the life of a key are judged by one clock, whatever this machine's says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        clock.follow(cursor.fetchone()[0])


def claim_rows(owner: str, due: Callable[[datetime], list[Delivery]]) -> list[Claimed]:
    now = clock.now()
    with transaction.atomic():
        rows = due(now)
        if not rows:
            return []
        tried = histories(rows)
        paused = paused_among(rows)
        claimed = [taken for row in rows if (taken := take(row, owner, now, tried, paused=row.pk in paused))]
        claimed = plan_missing_steps(claimed)
        Delivery.objects.bulk_update(rows, FIELDS)
        Event.objects.bulk_create([event_of(row) for row in rows])
        for row in rows:
            notices.tell_about(row)
    return claimed


def one_by_one(owner: str, ids: Iterable[int]) -> list[Claimed]:
    """Each row in a transaction of its own, so that one that cannot be taken does not hold up the others."""
    claimed: list[Claimed] = []
    for pk in ids:
        try:
            claimed += claim_rows(owner, lambda now, pk=pk: one_row(now, pk))  # type: ignore[misc]
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("Delivery %s cannot be claimed", pk)
            put_aside(pk, error)
    return claimed


def one_row(now: datetime, pk: int) -> list[Delivery]:
    found = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, next_at__lte=now)
    return list(found.select_related("space", "workspace").prefetch_related("steps"))


def put_aside(pk: int, error: Exception) -> None:
    """A row that no worker can take is given to a person."""
    row = Delivery.objects.select_related("space", "workspace").get(pk=pk)
    may_be_out = AUTOMATIC[S(row.state)].handler == "reconcile"
    row.state, row.next_at = (S.NEEDS_PERSON if may_be_out else S.REJECTED), None
    row.owner, row.lease_until, row.reason, row.detail = "", None, "unforeseen", type(error).__name__
    with transaction.atomic():
        row.save(update_fields=FIELDS)
        event_of(row).save(force_insert=True)
        notices.tell_about(row)


def due_ids(now: datetime, limit: int, each: int, full: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"now": now, "full": list(full), "each": each, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def due_rows(now: datetime, limit: int, each: int, full: Sequence[int]) -> list[Delivery]:
    ids = due_ids(now, limit, each, full)
    if not ids:
        return []
    return list(Delivery.objects.filter(pk__in=ids).select_related("space", "workspace").prefetch_related("steps"))


def histories(rows: Iterable[Delivery]) -> dict[int, History]:
    """What was tried for every step that is not done, by step."""
    open_steps = [step.pk for row in rows for step in row.steps.all() if step.result is None]
    if not open_steps:
        return {}
    doubtful = Count("pk", filter=Q(outcome__in=["", "unknown"]))
    tried = Attempt.objects.filter(step__in=open_steps).values("step").annotate(Count("pk"), Min("started_at"), doubtful=doubtful)
    return {row["step"]: History(row["pk__count"], row["started_at__min"], row["doubtful"] > 0) for row in tried}


def in_doubt(steps: Iterable[DeliveryStep], tried: dict[int, History]) -> bool:
    """Whether a step that matters may have been done without our knowing."""
    return any(step.repeat != Repeat.HARMLESS and step.pk in tried and tried[step.pk].doubtful for step in steps)


def take(row: Delivery, owner: str, now: datetime, tried: dict[int, History], *, paused: bool) -> Claimed | None:
    """Gives the row to the worker, or settles it where it must not go out now."""
    steps = list(row.steps.all())
    history = {step.pk: tried[step.pk] for step in steps if step.pk in tried}
    if AUTOMATIC[S(row.state)].handler == "reconcile" or in_doubt(steps, history):
        hold(row, S.RECONCILING, owner, now)
        return Claimed(row, "reconcile", steps, history)
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
        return Claimed(row, "send", steps, history)
    return None


def rest(row: Delivery, until: datetime) -> None:
    """The whole space waits (a rate limit, or too many failures); each row comes back at its own moment after that."""
    if row.state == S.WAITING:
        row.next_at = soonest(row, S.WAITING, until + jittered(timedelta(seconds=1)))
        return
    settle(row, S.WAITING, next_at=until + jittered(timedelta(seconds=1)), reason="space_rests", detail=row.detail)


def hold(row: Delivery, state: str, owner: str, now: datetime) -> None:
    row.state, row.owner = state, owner
    row.lease_until = row.next_at = now + LEASE


def plan_missing_steps(claimed: list[Claimed]) -> list[Claimed]:
    """Writes the plan of rows that have none. It is never made again: the keys given to the network must not change.

    A row whose plan cannot be made is refused by itself, and does not hold up the others.
    """
    fresh: list[DeliveryStep] = []
    planned: list[Claimed] = []
    for item in claimed:
        if not item.steps:
            try:
                item.steps.extend(plan_of(item.delivery))
            except Exception as error:
                logger.exception("The plan of delivery %s cannot be made", item.delivery.pk)
                settle(item.delivery, S.REJECTED, reason="plan_failed", detail=type(error).__name__)
                continue
            fresh.extend(item.steps)
        planned.append(item)
    DeliveryStep.objects.bulk_create(fresh)
    return planned


def plan_of(delivery: Delivery) -> list[DeliveryStep]:
    plan: list[Step] = delivery.space.net.publish.plan(delivery.what, str(delivery.key))
    if not plan:
        raise ValueError("an empty plan")
    return [
        DeliveryStep(
            delivery=delivery,
            position=position,
            kind=step.kind,
            spec=step.spec,
            repeat=step.repeat,
            key=step.key,
            keyed_for=step.keyed_for,
            publishes=step.publishes,
        )
        for position, step in enumerate(plan)
    ]


def renew(owner: str, ids: Iterable[int]) -> set[int]:
    """Extends the leases of rows still in flight; the ids that are still ours."""
    until = clock.now() + LEASE
    ours = Delivery.objects.filter(pk__in=list(ids), owner=owner)
    ours.update(lease_until=until, next_at=until)
    return set(ours.values_list("pk", flat=True))


def next_moment() -> datetime | None:
    """When the earliest row must be looked at."""
    return Delivery.objects.filter(next_at__isnull=False).order_by("next_at").values_list("next_at", flat=True).first()

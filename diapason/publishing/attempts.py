"""The two writes around a mutation: an attempt is on disk before the call leaves, its outcome after it came back."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import transaction

from diapason.core import clock
from diapason.networks.base.content import Result
from diapason.networks.base.fence import Mark
from diapason.publishing.claiming import Claimed
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.publishing.moving import event_of
from diapason.publishing.pausing import is_paused, wait_for_pauses
from diapason.publishing.published import publish
from diapason.publishing.states import LEASE

S = Delivery.State


class Lost(Exception):
    """The row is no longer ours, or must not be sent any more (paused, cancelled, lease lost)."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """An attempt that is on disk; `begun` is taken before it was written, to tell how long this worker has been away."""

    step: DeliveryStep
    attempt: Attempt
    begun: Mark


def fingerprint(step: DeliveryStep) -> str:
    """SHA-256 of what is asked of the network, to recognise the same request later."""
    return hashlib.sha256(json.dumps([step.kind, step.spec, step.key], sort_keys=True).encode()).hexdigest()


def begin(claimed: Claimed, step: DeliveryStep, owner: str) -> Ticket:
    """Writes the attempt. Raises Lost where the row was taken, paused or cancelled since it was claimed."""
    with state_kept(claimed.delivery), transaction.atomic():
        ticket = begin_locked(claimed, step, owner)
        if ticket is None:
            raise Lost
        return ticket


@contextmanager
def state_kept(delivery: Delivery) -> Iterator[None]:
    """What was not written, as far as we know, is not believed: the caller may begin again."""
    before = delivery.state
    try:
        yield
    except BaseException:
        delivery.state = before
        raise


def begin_locked(claimed: Claimed, step: DeliveryStep, owner: str) -> Ticket | None:
    """None where the row is no longer ours, or must not be sent any more."""
    delivery, now, begun = claimed.delivery, clock.now(), Mark()
    state = S.PREPARING if step.repeat == "harmless" and delivery.state == S.PREPARING else S.SUBMITTING
    # Also in the state after: the database may have kept the first try and lost its answer.
    mine = Delivery.objects.filter(pk=delivery.pk, owner=owner, state__in={delivery.state, state})
    if delivery.state == S.PREPARING:
        wait_for_pauses(delivery.workspace_id)
        mine = mine.exclude(is_paused())
    if not mine.update(state=state, lease_until=now + LEASE, next_at=now + LEASE):
        return None
    if state != delivery.state:
        delivery.state = state
        event_of(delivery).save(force_insert=True)
    history = claimed.of(step)
    history.made, history.begun = history.made + 1, history.begun or now
    attempt = Attempt.objects.create(step=step, number=history.made, fingerprint=fingerprint(step), owner=owner, started_at=now)
    return Ticket(step, attempt, begun)


def succeed(claimed: Claimed, ticket: Ticket, result: Result, owner: str) -> Ticket | None:
    """Writes the outcome, and in the same transaction the next step's attempt, or the end of the delivery.

    The result is kept even when the row was lost meanwhile: it is the proof that whoever holds the row now needs.
    Raises Lost where steps are left and the row is no longer ours.
    """
    with state_kept(claimed.delivery), transaction.atomic():
        keep_result(ticket.step, result)
        Attempt.objects.filter(pk=ticket.attempt.pk).update(finished_at=clock.now(), outcome="done")
        following = next_step(claimed.steps)
        if following is None:
            publish(claimed.delivery, claimed.steps, owner)
            return None
        coming = begin_locked(claimed, following, owner)
    if coming is None:
        raise Lost
    return coming


def keep_result(step: DeliveryStep, result: Result) -> None:
    """The first result stays: what later steps stand on must not change under them."""
    now = clock.now()
    if DeliveryStep.objects.filter(pk=step.pk, result__isnull=True).update(result=asdict(result), done_at=now):
        step.result, step.done_at = asdict(result), now
        return
    kept = DeliveryStep.objects.filter(pk=step.pk).first()
    step.result, step.done_at = (kept.result, kept.done_at) if kept else (asdict(result), now)


def next_step(steps: list[DeliveryStep]) -> DeliveryStep | None:
    return next((step for step in steps if step.result is None), None)


def fail(ticket: Ticket, word: str, detail: str) -> None:
    Attempt.objects.filter(pk=ticket.attempt.pk).update(finished_at=clock.now(), outcome=word, detail=detail[:500])

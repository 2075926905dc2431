"""The two writes around a mutation: an attempt is on disk before the call leaves, its outcome after it came back."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.db import transaction

from diapason.core import clock
from diapason.networks.base.content import Result
from diapason.publishing.claiming import Claimed
from diapason.publishing.models import Attempt, Delivery, DeliveryStep, Pause
from diapason.publishing.moving import event_of
from diapason.publishing.published import publish
from diapason.publishing.states import LEASE

S = Delivery.State


class Lost(Exception):
    """The row is no longer ours, or must not be sent any more (paused, cancelled, lease lost)."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """An attempt that is on disk."""

    step: DeliveryStep
    attempt: Attempt


def fingerprint(step: DeliveryStep) -> str:
    """SHA-256 of what is asked of the network, to recognise the same request later."""
    return hashlib.sha256(json.dumps([step.kind, step.spec, step.key], sort_keys=True).encode()).hexdigest()


def begin(claimed: Claimed, step: DeliveryStep, owner: str) -> Ticket:
    """Writes the attempt. Raises Lost where the row was taken, paused or cancelled since it was claimed."""
    before = claimed.delivery.state
    try:
        with transaction.atomic():
            return begin_locked(claimed, step, owner)
    except BaseException:
        claimed.delivery.state = before  # nothing was written, as far as we know: the caller may begin again
        raise


def begin_locked(claimed: Claimed, step: DeliveryStep, owner: str) -> Ticket:
    delivery, now = claimed.delivery, clock.now()
    state = S.PREPARING if step.repeat == "harmless" and delivery.state == S.PREPARING else S.SUBMITTING
    # Also in the state after: the database may have kept the first try and lost its answer.
    mine = Delivery.objects.filter(pk=delivery.pk, owner=owner, state__in={delivery.state, state})
    if delivery.state == S.PREPARING:
        mine = mine.exclude(workspace__in=Pause.objects.filter(lifted_at=None).values("workspace"))
    if not mine.update(state=state, lease_until=now + LEASE, next_at=now + LEASE):
        raise Lost
    if state != delivery.state:
        delivery.state = state
        event_of(delivery).save(force_insert=True)
    history = claimed.of(step)
    history.made, history.begun = history.made + 1, history.begun or now
    attempt = Attempt.objects.create(step=step, number=history.made, fingerprint=fingerprint(step), owner=owner, started_at=now)
    return Ticket(step, attempt)


def succeed(claimed: Claimed, ticket: Ticket, result: Result, owner: str) -> Ticket | None:
    """Writes the outcome, and in the same transaction the next step's attempt, or the end of the delivery.

    The result is kept even when the row was lost meanwhile: it is the proof that whoever holds the row now needs.
    """
    with transaction.atomic():
        keep_result(ticket.step, result)
        Attempt.objects.filter(pk=ticket.attempt.pk).update(finished_at=clock.now(), outcome="done")
        following = next_step(claimed.steps)
        if following:
            return begin_locked(claimed, following, owner)
        publish(claimed.delivery, claimed.steps, owner)
        return None


def keep_result(step: DeliveryStep, result: Result) -> None:
    step.result, step.done_at = asdict(result), clock.now()
    DeliveryStep.objects.filter(pk=step.pk).update(result=step.result, done_at=step.done_at)


def next_step(steps: list[DeliveryStep]) -> DeliveryStep | None:
    return next((step for step in steps if step.result is None), None)


def fail(ticket: Ticket, word: str, detail: str) -> None:
    Attempt.objects.filter(pk=ticket.attempt.pk).update(finished_at=clock.now(), outcome=word, detail=detail[:500])

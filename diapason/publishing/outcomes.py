"""What a failure means for a delivery: the five words of a connector become a state, and a person is told where needed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from diapason.core import clock
from diapason.networks.base.content import Result
from diapason.networks.base.errors import NetworkError, RateLimited
from diapason.publishing import notices, waits
from diapason.publishing.attempts import Ticket, fail, keep_result, next_step
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.publishing.moving import locked, move
from diapason.publishing.published import publish
from diapason.publishing.states import AUTOMATIC
from diapason.territory import health
from diapason.territory.models import Space

S = Delivery.State
# Two posts of the same words are told apart by when they were sent only if they are further apart than any clock is wrong.
TWINS_WITHIN = timedelta(hours=26)


def settle_failure(delivery: Delivery, ticket: Ticket, error: NetworkError, owner: str) -> None:
    """Writes the outcome of an attempt that failed, what becomes of the delivery, and what it says of the space."""
    with transaction.atomic():
        # First, for it locks the space: a reconnection either sees this row afterwards, or is seen here.
        if error.code != "overslept":  # that was our fault, not the network's
            health.report_failure(delivery.space_id, error, began_at=ticket.attempt.started_at)
        fail(ticket, error.word, error.detail)
        row = locked(delivery, owner)
        if row is None:
            return
        BY_WORD[word_for(row, ticket, error)](row, error)
        notices.tell_about(row)


def word_for(row: Delivery, ticket: Ticket, error: NetworkError) -> str:
    if error.word == "unknown" and ticket.step.repeat == "harmless":
        return "temporary"
    if error.word == "reauth" and replaced(row, ticket.attempt.started_at):
        return "temporary"
    return error.word


def replaced(row: Delivery, began_at: datetime) -> bool:
    """Whether the access that was refused is no longer the one that we have: a person connected the space meanwhile."""
    return bool(row.space.state == Space.State.CONNECTED and row.space.connected_at and row.space.connected_at > began_at)


def wait(row: Delivery, error: NetworkError) -> None:
    row.tries += 1
    move(row, S.WAITING, next_at=clock.now() + waits.before_try(row.tries), reason=error.code or "temporary", detail=error.detail)


def wait_until(row: Delivery, error: NetworkError) -> None:
    """A rate limit is the space's, not the post's: everything for that space waits."""
    until = error.until if isinstance(error, RateLimited) and error.until else clock.now() + waits.before_try(row.tries + 4)
    row.tries += 1
    until = min(until, clock.now() + AUTOMATIC[S.WAITING].within)  # some servers answer with a date of another century
    Space.objects.filter(pk=row.space_id).filter(Q(rests_until=None) | Q(rests_until__lt=until)).update(rests_until=until)
    move(row, S.WAITING, next_at=until + waits.jittered(timedelta(seconds=1)), reason="rate_limited", detail=error.detail)


def reject(row: Delivery, error: NetworkError) -> None:
    move(row, S.REJECTED, reason=error.code or "refused", detail=error.detail)


def reconnect(row: Delivery, error: NetworkError) -> None:
    move(row, S.NEEDS_RECONNECT, reason="reauth", detail=error.detail)


def doubt(row: Delivery, error: NetworkError) -> None:
    row.looks = 0
    move(row, S.UNKNOWN, next_at=clock.now() + waits.before_look(0), reason=error.code or "unconfirmed", detail=error.detail)


BY_WORD: dict[str, Callable[[Delivery, NetworkError], None]] = {
    "temporary": wait,
    "rate_limited": wait_until,
    "permanent": reject,
    "reauth": reconnect,
    "unknown": doubt,
}


def settle_not_found(delivery: Delivery, step: DeliveryStep, owner: str) -> bool:
    """The network shows nothing of the step. True where it may be sent again now, by us."""
    with transaction.atomic():
        row = locked(delivery, owner)
        if row is None:
            return False
        step.refresh_from_db(fields=["result", "done_at"])
        if step.result is not None or may_repeat(step):
            Attempt.objects.filter(step=step, outcome__in=["", "unknown"]).update(outcome="not_done", finished_at=clock.now())
            move(row, S.DUE, reason="", detail="")
            return True
        if row.looks + 1 >= waits.LOOKS_BEFORE_PERSON and not still_keyed(step):
            ask_person(row)
            return False
        look_again(row, "not_found", row.detail)
    return False


def may_repeat(step: DeliveryStep) -> bool:
    """Whether the same call is safe: harmless, or recognised by the network and no longer on its way."""
    if step.repeat == "harmless":
        return True
    first, last = first_and_last(step)
    if step.repeat != "keyed" or first is None or last is None:
        return False
    if step.keyed_for == 0:
        return True
    now = clock.now()
    return last + waits.SETTLE <= now <= first + timedelta(seconds=step.keyed_for) - waits.LONGEST


def still_keyed(step: DeliveryStep) -> bool:
    first, _last = first_and_last(step)
    return step.repeat == "keyed" and first is not None and clock.now() < first + timedelta(seconds=step.keyed_for) - waits.LONGEST


def first_and_last(step: DeliveryStep) -> tuple[datetime | None, datetime | None]:
    moments = list(Attempt.objects.filter(step=step).order_by("started_at").values_list("started_at", flat=True))
    return (moments[0], moments[-1]) if moments else (None, None)


def settle_cannot_look(delivery: Delivery, error: NetworkError, owner: str, began_at: datetime) -> None:
    """The look itself failed: another one later, unless the access is gone or it has gone on too long."""
    with transaction.atomic():
        health.report_failure(delivery.space_id, error, began_at=began_at)
        row = locked(delivery, owner)
        if row is None:
            return
        if error.word == "reauth" and not replaced(row, began_at):
            move(row, S.NEEDS_RECONNECT, reason="reauth", detail=error.detail)
        elif error.word == "permanent" or row.looks + 1 >= waits.LOOKS_AT_MOST:
            ask_person(row, error.detail)
            return
        else:
            look_again(row, "cannot_look", error.detail, until=error.until if isinstance(error, RateLimited) else None)
        notices.tell_about(row)


def settle_unforeseen(delivery: Delivery, error: Exception, owner: str) -> None:
    """A mistake of ours around the call. Before anything was sent it is tried again; after that it is looked for, then told."""
    with transaction.atomic():
        row = locked(delivery, owner)
        if row is None:
            return
        detail = type(error).__name__
        if row.state == S.PREPARING:
            row.tries += 1
            move(row, S.WAITING, next_at=clock.now() + waits.before_try(row.tries), reason="unforeseen", detail=detail)
        elif row.state == S.RECONCILING and row.looks + 1 >= waits.LOOKS_BEFORE_PERSON:
            ask_person(row, detail)
        else:
            look_again(row, "unforeseen", detail)


def has_twin(delivery: Delivery, step: DeliveryStep, since: datetime) -> bool:
    """Whether the same words were sent to the same place by another delivery at about that time.

    What is found by its words could then be the other's. Looked for only where it matters, among the deliveries of days.
    """
    others = DeliveryStep.objects.filter(kind=step.kind, spec=step.spec, delivery__space=delivery.space_id)
    others = others.filter(delivery__due_at__gt=since - TWINS_WITHIN, attempts__started_at__gt=since - TWINS_WITHIN)
    return others.exclude(delivery=delivery).exists()


def look_again(row: Delivery, reason: str, detail: str, until: datetime | None = None) -> None:
    row.looks += 1
    move(row, S.UNKNOWN, next_at=until or clock.now() + waits.before_look(row.looks), reason=reason, detail=detail)


def ask_person(row: Delivery, detail: str = "") -> None:
    move(row, S.NEEDS_PERSON, reason="unconfirmed", detail=detail or row.detail)
    notices.tell_about(row)


def keep_found(step: DeliveryStep, found: Result) -> None:
    """A look has proved the step done."""
    with transaction.atomic():
        keep_result(step, found)
        Attempt.objects.filter(step=step, outcome__in=["", "unknown"]).update(outcome="found", finished_at=clock.now())


def resume(delivery: Delivery, steps: list[DeliveryStep], owner: str) -> None:
    """After a look: published when nothing is left, else due again for the steps that remain."""
    with transaction.atomic():
        if next_step(steps) is None:
            publish(delivery, steps, owner)
        elif row := locked(delivery, owner):
            move(row, S.DUE)


def complete(delivery: Delivery, steps: list[DeliveryStep], owner: str) -> None:
    """Every step was already done: only the end was not written."""
    with transaction.atomic():
        publish(delivery, steps, owner)

"""The queue of messages: taken by one worker at a time, tried, and settled.

A message that a worker takes is its own until the lease ends, and each attempt is a row before the call is made: what a
killed worker held comes back by itself, and is sent again. So a message is received once or more, never less while it is
tried; its receiver tells a second one by the `webhook-id`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse

from diapason.api.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from diapason.api.webhooks import payloads, waits
from diapason.api.webhooks.calling import Outcome
from diapason.core import clock
from diapason.workspaces import events, notices
from diapason.workspaces.members import system

logger = logging.getLogger(__name__)
State = WebhookMessage.State
Active = WebhookEndpoint.State.ACTIVE

LEASE = timedelta(seconds=60)  # well over the time of one call
PATIENCE = timedelta(days=3)  # without one success, before an endpoint is switched off
KEPT = timedelta(days=30)  # of the log
BATCH = 5000

# Some due messages of every endpoint that listens and has room in this worker's hands: one that does not answer keeps no
# other waiting. SKIP LOCKED: what another worker is taking is passed over.
DUE = """
SELECT due.id
FROM api_webhookendpoint endpoint
CROSS JOIN LATERAL (
    SELECT id FROM api_webhookmessage
    WHERE endpoint_id = endpoint.id AND next_at <= %(now)s
    ORDER BY next_at, id LIMIT %(each)s
    FOR UPDATE SKIP LOCKED
) due
WHERE endpoint.state = 'active' AND endpoint.removed_at IS NULL AND endpoint.id <> ALL(%(full)s)
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in this worker's hands, and the row of the attempt that it is about to make."""

    message: WebhookMessage
    attempt: WebhookAttempt


def claim(limit: int, *, each: int = 4, full: Sequence[int] = ()) -> list[Claimed]:
    """At most `limit` due messages, `each` per endpoint, none of the endpoints that are `full`; ours until the lease ends."""
    now = clock.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(DUE, {"now": now, "full": list(full), "each": each, "limit": limit})
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return []
        rows = list(WebhookMessage.objects.filter(pk__in=ids).select_related("endpoint", "workspace", "event"))
        attempts = WebhookAttempt.objects.bulk_create(WebhookAttempt(message=row, started_at=now) for row in rows)
        for row, attempt in zip(rows, attempts, strict=True):
            row.body = row.body or written(row)
            row.state, row.tries, row.attempt, row.next_at = State.SENDING, row.tries + 1, attempt.pk, now + LEASE
        WebhookMessage.objects.bulk_update(rows, ["body", "state", "tries", "attempt", "next_at"])
    return [Claimed(row, attempt) for row, attempt in zip(rows, attempts, strict=True)]


def written(message: WebhookMessage) -> str:
    """The body; empty where it cannot be written now, which is tried again: one such message must not stop the others."""
    try:
        with transaction.atomic():
            return payloads.write(message)
    except Exception:
        logger.exception("Webhook message %s cannot be written", message.pk)
        return ""


@transaction.atomic
def settle(claimed: Claimed, outcome: Outcome) -> None:
    """Writes what became of an attempt, and what is next for its message, unless its lease ended and another took it."""
    now = clock.now()
    WebhookAttempt.objects.filter(pk=claimed.attempt.pk).update(
        finished_at=now, milliseconds=outcome.milliseconds, status=outcome.status, error=outcome.error, answer=outcome.answer
    )
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=claimed.message.endpoint_id)
    message = WebhookMessage.objects.select_for_update().filter(pk=claimed.message.pk, attempt=claimed.attempt.pk).first()
    if message:
        message.endpoint = endpoint
        conclude(message, outcome)
    judge(endpoint, outcome)


def conclude(message: WebhookMessage, outcome: Outcome) -> None:
    now = clock.now()
    wait = None if outcome.error == "gone" else waits.after(message.tries, outcome.asked)
    if not outcome.error:
        message.state, message.next_at, message.settled_at = State.DELIVERED, None, now
    elif wait is None:
        message.state, message.next_at, message.settled_at = State.FAILED, None, now
    else:
        message.state, message.next_at = State.WAITING, now + wait
    message.save(update_fields=["state", "next_at", "settled_at"])


def judge(endpoint: WebhookEndpoint, outcome: Outcome) -> None:
    """Remembers since when nothing is taken, and switches the endpoint off after `PATIENCE`, or at once on a 410."""
    if not outcome.error:
        if endpoint.failing_since:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    now = clock.now()
    if endpoint.failing_since is None and outcome.error != "internal":
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    if outcome.error == "gone":
        switch_off(endpoint, "gone")
    elif endpoint.failing_since and now - endpoint.failing_since >= PATIENCE:
        switch_off(endpoint, "failing")


def switch_off(endpoint: WebhookEndpoint, reason: str) -> None:
    """Nothing more is sent there until a person switches it on; those who can are told."""
    if endpoint.state != Active:
        return
    endpoint.state, endpoint.reason = WebhookEndpoint.State.DISABLED, reason
    endpoint.save(update_fields=["state", "reason"])
    events.record(system(endpoint.workspace), "webhook.switched_off", endpoint, reason=reason)
    url = reverse("webhook", args=[endpoint.workspace.slug, endpoint.pk])
    people = notices.holders(endpoint.workspace, "webhook.manage")
    notices.tell(endpoint.workspace, people, f"webhook.{reason}", url=url, subject=endpoint, name=endpoint.description, host=endpoint.host)


def forget() -> int:
    """Deletes the log of a month ago, what still waits there too; how many messages."""
    old = WebhookMessage.objects.filter(created_at__lt=clock.now() - KEPT)
    gone = 0
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        WebhookMessage.objects.filter(pk__in=ids).delete()
        gone += len(ids)
    return gone

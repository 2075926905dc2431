"""Our own messages and the deliveries that carry them: what was sent is known by its remote id, what failed is said.

A delivery moves in its own engine. Here its end is copied onto the message, so that a reply which could not be sent
brings its conversation back among those to answer.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from diapason.core import clock
from diapason.inbox import facts
from diapason.inbox.models import Message
from diapason.publishing import forgetting
from diapason.publishing.decisions import PARTLY
from diapason.publishing.models import Delivery, DeliveryStep
from diapason.publishing.states import FINAL

FAILED = (Delivery.State.REJECTED, Delivery.State.EXPIRED, Delivery.State.CANCELLED)
ENDED = (Delivery.State.PUBLISHED, *FAILED)


def unsettled() -> QuerySet[Message]:
    """Messages whose delivery says something else than they do; served by a partial index."""
    moved_on = Q(outcome=Message.Outcome.PENDING, delivery__state__in=ENDED)
    tried_again = Q(outcome=Message.Outcome.FAILED) & ~Q(delivery__state__in=FAILED) & ~Q(delivery__reason=PARTLY)
    return Message.objects.filter(moved_on | tried_again, delivery__isnull=False).exclude(outcome=Message.Outcome.SENT)


def settle(messages: QuerySet[Message] | None = None) -> set[int]:
    """Copies the end of deliveries onto these messages (all when absent); the conversations that changed."""
    with transaction.atomic():
        rows = list((unsettled() if messages is None else messages).select_related("delivery").select_for_update(of=("self",))[:500])
        ids = remote_ids([row.delivery_id for row in rows if row.delivery_id])
        touched = {conversation for row in rows for conversation in settle_one(row, ids)}
        facts.refresh(touched)
    return touched


def settle_one(message: Message, ids: dict[tuple[int, int], tuple[str, str]]) -> Iterable[int]:
    delivery = message.delivery
    if delivery is None:
        return []
    touched = [message.conversation_id]
    if delivery.reason == PARTLY and (delivery.pk, message.part) not in ids:
        message.outcome = Message.Outcome.FAILED  # somebody decided to stop before this part
    elif delivery.state == Delivery.State.PUBLISHED:
        remote_id, url = ids.get((delivery.pk, message.part), ("", ""))
        remote_id = remote_id or (delivery.remote_id if message.part == 0 else "")
        touched += absorb_echo(message, remote_id)
        message.outcome, message.remote_id = Message.Outcome.SENT, remote_id
        message.url = url or (delivery.remote_url if message.part == 0 else "")
        message.sent_at = delivery.published_at or clock.now()
    else:
        failed = delivery.state in FAILED
        message.outcome = Message.Outcome.FAILED if failed else Message.Outcome.PENDING
    message.save(update_fields=["outcome", "remote_id", "url", "sent_at"])
    if message.erased_at and delivery.state in FINAL:
        forgetting.empty(delivery)  # it was on its way when the person was forgotten
    return touched


def absorb_echo(message: Message, remote_id: str) -> list[int]:
    """The network may have shown us our message before we knew its id: the row read back gives way to ours."""
    if not remote_id:
        return []
    echo = Message.objects.filter(space=message.space_id, remote_id=remote_id).exclude(pk=message.pk).first()
    if echo is None:
        return []
    message.data = {} if message.erased_at else message.data or echo.data
    echo.delete()
    message.save(update_fields=["data"])
    return [echo.conversation_id]


def remote_ids(delivery_ids: Iterable[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """The remote id and address of each part of these deliveries: (delivery, part) → (remote id, url).

    A post is one step that gave a remote id, of the kind that publishes; the parts of a thread follow one another.
    """
    found: dict[tuple[int, int], tuple[str, str]] = {}
    counts: dict[int, int] = {}
    steps = DeliveryStep.objects.filter(delivery__in=list(delivery_ids), result__isnull=False).order_by("delivery", "position")
    kinds = {step.delivery_id: step.kind for step in steps if step.publishes}
    for step in steps:
        outcome = step.outcome
        if step.kind != kinds.get(step.delivery_id) or not outcome or not outcome.remote_id:
            continue
        part = counts.get(step.delivery_id, 0)
        found[step.delivery_id, part] = (outcome.remote_id, outcome.url)
        counts[step.delivery_id] = part + 1
    return found

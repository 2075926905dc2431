"""Forgetting what was sent to somebody who asks to be forgotten: the delivery stays as a fact, without its words."""

from collections.abc import Iterable

from django.db import transaction

from diapason.networks.base.content import Content
from diapason.publishing import decisions
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.publishing.services import lock
from diapason.publishing.states import FINAL, UNSENT
from diapason.workspaces.members import system
from diapason.workspaces.models import Notification

S = Delivery.State
FORGOTTEN = "—"


@transaction.atomic
def forget(ids: Iterable[int]) -> None:
    """Withdraws what has not gone, and empties what has ended. One that is being sent is emptied by whoever sees it end."""
    for row in Delivery.objects.filter(pk__in=list(ids)).select_related("workspace"):
        held = lock(row)
        if held.state in UNSENT | {S.NEEDS_PERSON}:
            decisions.give_up(system(row.workspace), held)
            held.refresh_from_db(fields=["state"])
        if held.state in FINAL:
            empty(held)


def empty(delivery: Delivery) -> None:
    """Its words, whom it answered, and what its steps and attempts kept of both. The id of our own post stays."""
    content = Content(parts=(FORGOTTEN,) * len(delivery.content["parts"]))
    Delivery.objects.filter(pk=delivery.pk).update(content=content.as_json(), detail="")
    Attempt.objects.filter(step__delivery=delivery).update(detail="")
    for step in DeliveryStep.objects.filter(delivery=delivery):
        if step.outcome:
            step.result = {"remote_id": step.outcome.remote_id, "url": step.outcome.url, "data": {}}
        step.spec = {}
        step.save(update_fields=["spec", "result"])
    Notification.objects.filter(subject="publishing.delivery", subject_id=delivery.pk).delete()

"""What a person decides about a delivery that waits for one. Each decision names who took it."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.publishing.models import Attempt, Delivery
from diapason.publishing.moving import FIELDS, event_of, move
from diapason.publishing.progress import Progress, progress
from diapason.publishing.published import hold_post, mark
from diapason.publishing.services import cancel, lock
from diapason.publishing.states import UNSENT
from diapason.workspaces.members import Member

S = Delivery.State
BY_HAND = (S.NEEDS_PERSON, S.ASSISTED, S.NEEDS_RECONNECT, S.EXPIRED, S.REJECTED)
PARTLY = "partly"  # the reason of a delivery that is out as far as it went
AGAIN = (S.NEEDS_PERSON, S.EXPIRED, S.REJECTED)

valid_url = URLValidator(schemes=["http", "https"])


class NotDecidable(Exception):
    """The delivery has moved on since the person looked; the message can be shown."""


def checked(url: str) -> str:
    """The address of a post, or nothing. Raises NotDecidable for what is not an address."""
    url = url.strip()
    if url:
        try:
            valid_url(url)
        except ValidationError:
            raise NotDecidable(_("This is not the address of a post: it begins with https://.")) from None
    return url


def stale() -> NotDecidable:
    return NotDecidable(_("This delivery has moved on since you opened it. Nothing was changed: look at it again."))


@transaction.atomic
def it_is_out(member: Member, delivery: Delivery, url: str = "") -> None:
    """The person has seen it on the network, or has just posted it by hand."""
    post = hold_post(delivery)
    row = lock(delivery)
    if row.state not in BY_HAND:
        raise stale()
    row.remote_id, row.remote_url = first_shown(row)
    row.remote_url = checked(url) or row.remote_url
    close_doubts(row, "seen_by_person")
    mark(row, post, Q(state=row.state), member)


@transaction.atomic
def send_again(member: Member, delivery: Delivery) -> None:
    """It is not out, and should go now: the tolerance counts from this moment, and the doubt is settled by the person."""
    row = lock(delivery)
    if row.state not in AGAIN:
        raise stale()
    close_doubts(row, "not_done")
    row.due_at, row.tries, row.looks = clock.now(), 0, 0
    row.save(update_fields=["due_at"])
    move(row, S.DUE, member)


@transaction.atomic
def give_up(member: Member, delivery: Delivery) -> None:
    """It will not go out, or no further: a thread that stopped in the middle is published as far as it went.

    Raises NotDecidable for what has moved on, services.TooLate for what is out or on its way.
    """
    post = hold_post(delivery)
    row = lock(delivery)
    known = progress(row)
    if row.state == S.NEEDS_PERSON or (not known.untouched and row.state in UNSENT):
        close_doubts(row, "not_done")
        stop_here(member, row, post, known)
    else:
        cancel(member, row)


def stop_here(member: Member, row: Delivery, post: int | None, known: Progress) -> None:
    """What is out stays out, and is followed as any post is; were it called cancelled, it could be sent a second time."""
    if known.out:
        row.remote_id, row.remote_url = first_shown(row)
        mark(row, post, Q(state=row.state), member, reason=PARTLY, detail=f"{known.out}/{known.of}")
        return
    row.state, row.next_at, row.owner, row.lease_until = S.CANCELLED, None, "", None
    row.save(update_fields=FIELDS)
    event_of(row, member).save(force_insert=True)


def first_shown(row: Delivery) -> tuple[str, str]:
    """The id and the address of the first part that is out."""
    step = row.steps.filter(publishes=True, result__isnull=False).first()
    return (step.outcome.remote_id, step.outcome.url) if step and step.outcome else ("", "")


def close_doubts(row: Delivery, outcome: str) -> None:
    Attempt.objects.filter(step__delivery=row, step__result__isnull=True, outcome__in=["", "unknown"]).update(
        outcome=outcome, finished_at=clock.now()
    )

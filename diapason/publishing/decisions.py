"""What a person decides about a delivery that waits for one. Each decision names who took it."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.publishing.models import Attempt, Delivery
from diapason.publishing.moving import FIELDS, event_of, move
from diapason.publishing.published import mark
from diapason.publishing.services import lock
from diapason.workspaces.members import Member

S = Delivery.State
BY_HAND = (S.NEEDS_PERSON, S.ASSISTED)
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
    row = lock(delivery)
    if row.state not in BY_HAND:
        raise stale()
    row.remote_url = checked(url)
    close_doubts(row, "seen_by_person")
    mark(row, Q(state=row.state), member)


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
    """It will not go out. Raises NotDecidable where it is already out or on its way."""
    row = lock(delivery)
    if row.state not in {*AGAIN, S.ASSISTED, S.NEEDS_RECONNECT, S.PAUSED}:
        raise stale()
    row.state, row.next_at, row.owner, row.lease_until = S.CANCELLED, None, "", None
    row.save(update_fields=FIELDS)
    event_of(row, member).save(force_insert=True)


def close_doubts(row: Delivery, outcome: str) -> None:
    Attempt.objects.filter(step__delivery=row, step__result=None, outcome__in=["", "unknown"]).update(
        outcome=outcome, finished_at=clock.now()
    )

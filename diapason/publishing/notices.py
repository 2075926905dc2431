"""Who is told what about a delivery, and in which words."""

from django.utils.translation import gettext_lazy as _

from diapason.publishing.models import Delivery
from diapason.publishing.progress import progress
from diapason.publishing.titles import title
from diapason.workspaces import notices

S = Delivery.State

SENTENCES = {
    S.NEEDS_PERSON: _("“%(what)s” may or may not be out on %(space)s: the network did not confirm. Please look and decide."),
    S.REJECTED: _("“%(what)s” was refused by %(space)s: %(detail)s"),
    S.EXPIRED: _("“%(what)s” could not go out in time on %(space)s. It was not sent: please decide."),
    S.NEEDS_RECONNECT: _("“%(what)s” waits because %(space)s must be connected again."),
    S.ASSISTED: _("“%(what)s” is ready to be posted by hand on %(space)s."),
}

# A thread that stopped in the middle is not told as if nothing had happened.
PARTLY = _("Only %(out)s of the %(of)s parts of “%(what)s” are out on %(space)s. The rest was not sent: please decide. %(detail)s")
STOPPED = {S.REJECTED, S.EXPIRED}


def declare() -> None:
    notices.declare("delivery.partly", PARTLY, urgent=True)
    for state, sentence in SENTENCES.items():
        notices.declare(f"delivery.{state}", sentence, urgent=True)


def address(delivery: Delivery) -> str:
    return f"/w/{delivery.workspace.slug}/deliveries/{delivery.pk}/"


def tell_about(delivery: Delivery) -> None:
    """Tells those who can act, when the delivery has come to a state that waits for a person."""
    if S(delivery.state) not in SENTENCES:
        return
    people = notices.holders(delivery.workspace, "delivery.decide")
    if delivery.created_by and delivery.created_by not in people:
        people.append(delivery.created_by)
    data = {"what": title(delivery.content), "space": delivery.space.name, "detail": delivery.detail}
    known = progress(delivery) if delivery.state in STOPPED else None
    if known and known.out:
        data |= {"out": str(known.out), "of": str(known.of)}
    code = "delivery.partly" if known and known.out else f"delivery.{delivery.state}"
    notices.tell(delivery.workspace, people, code, url=address(delivery), subject=delivery, **data)

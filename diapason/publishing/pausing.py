"""Pausing: nothing of the brand, or of chosen spaces, that is not already being sent goes out, from the moment this is committed."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from diapason.core import clock
from diapason.publishing.models import Clearance, Delivery, Pause
from diapason.publishing.moving import event_of, settle
from diapason.publishing.states import UNSENT
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Workspace

S = Delivery.State
HOLDABLE = [S.PLANNED, S.DUE, S.WAITING, S.PREPARING]
HELD_BACK = "held_back"  # the reason of what was paused beyond its time: a person decides


def open_pauses(workspace: Workspace) -> QuerySet[Pause]:
    return Pause.objects.filter(workspace=workspace, lifted_at=None).select_related("space", "by").order_by("at", "id")


def is_paused() -> Q:
    """Deliveries that must not go out now."""
    here = Q(space=None) | Q(space=OuterRef("space"))
    covering = Pause.objects.filter(here, workspace=OuterRef("workspace"), lifted_at=None)
    held = Q(Exists(covering.filter(answers=True))) | Q(kind=Delivery.Kind.POST) & Q(Exists(covering))
    return held & ~Q(Exists(Clearance.objects.filter(delivery=OuterRef("pk"))))


def paused_among(rows: Sequence[Delivery]) -> set[int]:
    """The numbers of those that must not go out now."""
    brands = {row.workspace_id for row in rows}
    if not Pause.objects.filter(workspace__in=brands, lifted_at=None).exists():  # nearly always
        return set()
    return set(Delivery.objects.filter(is_paused(), pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


# ── Pausing and beginning to send take turns ─────────────────────────────────────────────────────────────────────────
def wait_for_pauses(workspace_id: int) -> None:
    """Before a delivery begins to be sent: a pause that is being written is seen, and one that follows waits for this one's attempt.
    Without it, what was claimed before the pause could begin while the pause is committed."""
    lock("pg_advisory_xact_lock_shared", workspace_id)


def hold_sending(workspace_id: int) -> None:
    """Nothing of this brand begins to be sent until the transaction ends."""
    lock("pg_advisory_xact_lock", workspace_id)


def lock(function: str, workspace_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('publishing pause'), %s)", [workspace_id % 2**31])


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def pause(member: Member, reason: str = "", *, spaces: Iterable[Space] | None = None, holder: str = "", answers: bool = True) -> int:
    """Of the brand, or of these spaces; how many deliveries are held back by it. Pausing again what is paused changes nothing."""
    hold_sending(member.workspace.pk)
    places: list[Space | None] = [None] if spaces is None else list(spaces)
    known = {"workspace": member.workspace, "holder": holder, "lifted_at": None}
    values = {"at": clock.now(), "by": member.person, "reason": reason[:300], "answers": answers}
    made = [Pause.objects.get_or_create(space=place, **known, defaults=values) for place in places]
    new = [each for each, created in made if created]
    if not new:
        return 0
    rows = Delivery.objects.select_for_update(of=("self",)).filter(is_paused(), workspace=member.workspace, state__in=HOLDABLE)
    held = list(rows.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=held).update(state=S.PAUSED, next_at=None, owner="", lease_until=None)
    names = ", ".join(str(each.space) for each in new if each.space)
    events.record(member, "publishing.paused", new[0], reason=reason, held=len(held), spaces=names, holder=holder)
    return len(held)


@transaction.atomic
def lift(member: Member, pauses: QuerySet[Pause], *, late_waits: bool = False) -> int:
    """Lifts these pauses. What no other holds back is planned again, at its own time; how much that is.

    What is late goes out within the brand's tolerance; with `late_waits` none of it does: it waits for a person.
    """
    found = list(pauses.select_for_update(of=("self",)).select_related("space").filter(workspace=member.workspace, lifted_at=None))
    if not found:
        return 0
    now = clock.now()
    Pause.objects.filter(pk__in=[each.pk for each in found]).update(lifted_at=now, lifted_by=member.person)
    held = Delivery.objects.filter(workspace=member.workspace, state=S.PAUSED).exclude(is_paused())
    rows = list(held.select_for_update(of=("self",)).select_related("space", "workspace"))
    for row in rows:
        if late_waits and row.due_at <= now:
            settle(row, S.EXPIRED, reason=HELD_BACK)
        else:
            settle(row, S.PLANNED, next_at=row.due_at)
    Delivery.objects.bulk_update(rows, ["state", "next_at", "reason", "detail"])
    Event.objects.bulk_create([event_of(row, member) for row in rows])
    names = ", ".join(str(each.space) for each in found if each.space)
    freed = sum(row.state == S.PLANNED for row in rows)
    events.record(member, "publishing.resumed", found[0], freed=freed, spaces=names, holder=found[0].holder)
    return freed


def resume(member: Member, space: Space | None = None) -> int:
    """Lifts the pause of the whole brand, or of one space, that a person made. What is past its tolerance waits for a person."""
    return lift(member, Pause.objects.filter(space=space, holder=""))


def current(member: Member) -> Pause | None:
    """That pause, if there is one."""
    return Pause.objects.filter(workspace=member.workspace, space=None, holder="", lifted_at=None).select_related("by").first()


@transaction.atomic
def clear(member: Member, deliveries: QuerySet[Delivery]) -> None:
    """These go out although publishing is paused: a word to the public in the middle of a crisis, for one."""
    for row in deliveries.select_for_update(of=("self",)).select_related("space", "workspace").filter(state__in=UNSENT):
        Clearance.objects.get_or_create(delivery=row, defaults={"at": clock.now(), "by": member.person})
        events.record(member, "delivery.cleared", row)
        if row.state == S.PAUSED:
            settle(row, S.PLANNED, next_at=row.due_at)
            row.save(update_fields=["state", "next_at", "reason", "detail"])

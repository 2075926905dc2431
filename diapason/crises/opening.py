"""Opening a room: from an alert or by hand. One act puts people in their roles, starts the clock of each task, and pauses publishing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from diapason.alerts.models import Alert
from diapason.core import clock
from diapason.crises import notices
from diapason.crises.models import Crisis, Level, Playbook, Seat, Task
from diapason.listening.models import Query
from diapason.publishing import pausing
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.notices import others


@dataclass(frozen=True, slots=True)
class Plan:
    """What a room is opened with."""

    title: str
    level: Level
    summary: str = ""
    playbook: Playbook | None = None
    query: Query | None = None
    alert: Alert | None = None
    spaces: Sequence[Space] = field(default_factory=tuple)


@transaction.atomic
def open_(member: Member, plan: Plan) -> Crisis:
    now = clock.now()
    crisis = Crisis.objects.create(
        workspace=member.workspace,
        title=plan.title,
        summary=plan.summary,
        level=plan.level,
        playbook=plan.playbook,
        query=plan.query or (plan.alert.query if plan.alert else None),
        began_at=plan.alert.began_at if plan.alert else now,
        opened_at=now,
        opened_by=member.person,
    )
    if plan.alert:
        crisis.alerts.add(plan.alert)
    events.record(member, "crisis.opened", crisis, name=str(plan.level))
    if plan.playbook:
        follow(crisis, plan.playbook)
    tell(member, crisis)
    if plan.spaces:  # last: nothing of the brand can begin to be sent from here to the end of the transaction
        pausing.pause(member, crisis.title, spaces=plan.spaces, holder=crisis.holder, answers=False)
    return crisis


def follow(crisis: Crisis, book: Playbook) -> None:
    """The roles and tasks of the playbook, as far as its level goes. What the playbook says later changes nothing here."""
    seats = {
        role.name: Seat.objects.create(
            crisis=crisis, name=role.name, duties=role.duties, person=role.person, taken_at=crisis.opened_at if role.person else None
        )
        for role in book.roles.select_related("person")
    }
    begin(crisis, seats)


def begin(crisis: Crisis, seats: dict[str, Seat]) -> None:
    """The tasks of the playbook up to the present level that are not in the room yet."""
    if crisis.playbook is None:
        return
    known = crisis.tasks.filter(origin__isnull=False).values("origin")
    chosen, now = crisis.playbook.tasks.filter(rank__lte=crisis.level.rank).exclude(pk__in=known), clock.now()
    Task.objects.bulk_create(
        Task(crisis=crisis, seat=seats.get(each.role), origin=each, text=each.text, due_at=now + timedelta(minutes=each.minutes))
        for each in chosen
    )


def tell(member: Member, crisis: Crisis) -> None:
    """Everybody who may act there; those who have a role, which."""
    notices.tell(crisis, others(member, "crisis.act"), "opened", level=str(crisis.level), by=member.name)
    for seat in crisis.seats.filter(person__isnull=False).exclude(person=member.person).select_related("person"):
        notices.tell(crisis, [seat.person], "seat", role=seat.name)

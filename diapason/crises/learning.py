"""What a crisis says about its playbook: tasks that were missing, tasks that came too late, roles that nobody had."""

import math
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max

from diapason.core import clock
from diapason.crises.models import Crisis, Playbook, PlaybookRole, PlaybookTask, Proposal
from diapason.workspaces import events
from diapason.workspaces.members import Member

STEP = 5  # minutes to which times are rounded
LONGEST = 7 * 24 * 60


def propose(crisis: Crisis) -> list[Proposal]:
    """What was decided of before stays; what was not is worked out anew."""
    if crisis.playbook is None or crisis.playbook.removed_at:
        return []
    crisis.proposals.filter(taken_at=None, refused_at=None).delete()
    known = {(each.kind, each.task_id, each.role_id, each.text) for each in crisis.proposals.all()}
    found = [*missing(crisis), *late(crisis), *unnamed(crisis, crisis.playbook)]
    return Proposal.objects.bulk_create(each for each in found if (each.kind, each.task_id, each.role_id, each.text) not in known)


def minutes_after_opening(crisis: Crisis, seconds: float) -> int:
    return min(max(math.ceil(seconds / 60 / STEP) * STEP, STEP), LONGEST)


def missing(crisis: Crisis) -> Iterator[Proposal]:
    """What had to be thought of in the room, and was done."""
    for task in crisis.tasks.filter(origin=None, done_at__isnull=False):
        minutes = minutes_after_opening(crisis, (task.due_at - crisis.opened_at).total_seconds())
        yield Proposal(crisis=crisis, playbook=crisis.playbook, kind=Proposal.Kind.ADD, text=task.text, minutes=minutes)


def late(crisis: Crisis) -> Iterator[Proposal]:
    """What was done after its time: either it needs longer, or somebody must begin sooner."""
    for task in crisis.tasks.filter(origin__isnull=False, done_at__isnull=False).select_related("origin"):
        if task.done_at and task.origin and task.done_at > task.due_at:
            minutes = minutes_after_opening(crisis, (task.done_at - crisis.opened_at).total_seconds())
            if minutes > task.origin.minutes:
                yield Proposal(
                    crisis=crisis, playbook=crisis.playbook, kind=Proposal.Kind.TIME, task=task.origin, text=task.text, minutes=minutes
                )


def unnamed(crisis: Crisis, book: Playbook) -> Iterator[Proposal]:
    """Roles without a name in the playbook: whoever had it this time is proposed."""
    held = {seat.name: seat.person for seat in crisis.seats.select_related("person") if seat.person}
    for role in book.roles.filter(person=None):
        if role.name in held:
            yield Proposal(
                crisis=crisis, playbook=crisis.playbook, kind=Proposal.Kind.WHO, role=role, text=role.name, person=held[role.name]
            )


@transaction.atomic
def take(member: Member, proposal: Proposal) -> None:
    """The playbook is changed. Taking it up twice changes it once."""
    row = Proposal.objects.select_for_update(of=("self",)).select_related("playbook", "person").get(pk=proposal.pk)
    if row.taken_at:
        return
    if row.kind == Proposal.Kind.ADD:
        last = row.playbook.tasks.aggregate(last=Max("position", default=-1))["last"]
        PlaybookTask.objects.create(playbook=row.playbook, position=last + 1, text=row.text, minutes=row.minutes or STEP)
    elif row.kind == Proposal.Kind.TIME and row.task_id:
        PlaybookTask.objects.filter(pk=row.task_id).update(minutes=row.minutes)
    elif row.role_id:
        PlaybookRole.objects.filter(pk=row.role_id).update(person=row.person)
    row.taken_at, row.taken_by, row.refused_at = clock.now(), member.person, None
    row.save(update_fields=["taken_at", "taken_by", "refused_at"])
    events.record(member, "playbook.improved", row.playbook, name=row.text)


@transaction.atomic
def refuse(member: Member, proposal: Proposal) -> None:
    """It is not asked again. What was taken up stays so."""
    if not Proposal.objects.filter(pk=proposal.pk, taken_at=None).update(refused_at=clock.now()):
        return
    events.record(member, "playbook.kept", proposal.playbook, name=proposal.text)

"""What is done in an open room: roles, tasks, levels, notes, what is paused. Every act is an event, and with it a line of time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from diapason.core import clock
from diapason.crises import notices, opening
from diapason.crises.models import Closing, Crisis, Entry, Level, Seat, Task
from diapason.publishing import pausing
from diapason.publishing.models import Pause
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member, system
from diapason.workspaces.models import Person
from diapason.workspaces.notices import holders, others

AT_ONCE = 100


def lock(crisis: Crisis) -> Crisis:
    return Crisis.objects.select_for_update(of=("self",)).select_related("level", "playbook", "workspace").get(pk=crisis.pk)


def pauses(crisis: Crisis) -> list[Pause]:
    """What this room holds back now."""
    return list(pausing.open_pauses(crisis.workspace).filter(holder=crisis.holder))


@transaction.atomic
def change_level(member: Member, crisis: Crisis, level: Level) -> None:
    """The tasks of a graver level begin now; those of a lesser one stay, for somebody may be at them."""
    row = lock(crisis)
    before = row.level
    if before.pk == level.pk:
        return
    row.level = level
    row.save(update_fields=["level"])
    if level.rank > before.rank:
        opening.begin(row, {seat.name: seat for seat in row.seats.all()})
    events.record(member, "crisis.level_changed", row, before=str(before), after=str(level))
    notices.tell(row, others(member, "crisis.act"), "level", level=str(level), by=member.name)


@transaction.atomic
def seat(member: Member, crisis: Crisis, seat: Seat, person: Person | None) -> None:
    """Gives a role to somebody of the team, or to nobody."""
    seat.person, seat.taken_at = person, clock.now() if person else None
    seat.save(update_fields=["person", "taken_at"])
    events.record(member, "crisis.seat_given" if person else "crisis.seat_left", crisis, name=seat.name, after=str(person or ""))
    if person and person != member.person:
        notices.tell(crisis, [person], "seat", role=seat.name)


@transaction.atomic
def add_task(member: Member, crisis: Crisis, text: str, minutes: int, seat: Seat | None = None) -> Task:
    made = Task.objects.create(crisis=crisis, seat=seat, text=text[:300], due_at=clock.now() + timedelta(minutes=minutes))
    events.record(member, "crisis.task_added", crisis, name=made.text)
    return made


@transaction.atomic
def tick(member: Member, crisis: Crisis, task: Task, *, done: bool) -> None:
    """The first who does so has done it; ticking it twice changes nothing."""
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if bool(row.done_at) == done:
        return
    row.done_at, row.done_by = (clock.now(), member.person) if done else (None, None)
    row.save(update_fields=["done_at", "done_by"])
    events.record(member, "crisis.task_done" if done else "crisis.task_undone", crisis, name=row.text)


@transaction.atomic
def write(member: Member, crisis: Crisis, text: str, kind: str = Entry.Kind.NOTE, at: datetime | None = None) -> Entry:
    made = Entry.objects.create(crisis=crisis, kind=kind, text=text, at=at or clock.now(), person=member.person)
    events.record(member, "crisis.decided" if kind == Entry.Kind.DECISION else "crisis.noted", crisis, name=text[:200], entry=made.pk)
    return made


@transaction.atomic
def take_out(member: Member, crisis: Crisis, entry: Entry, *, restore: bool = False) -> None:
    entry.removed_at = None if restore else clock.now()
    entry.save(update_fields=["removed_at"])
    events.record(member, "crisis.note_restored" if restore else "crisis.note_removed", crisis, entry=entry.pk)


@transaction.atomic
def pause(member: Member, crisis: Crisis, spaces: Sequence[Space]) -> int:
    """How many posts are held back by it."""
    events.record(member, "crisis.held", crisis, name=", ".join(map(str, spaces)))
    return pausing.pause(member, crisis.title, spaces=spaces, holder=crisis.holder, answers=False)


@transaction.atomic
def resume(member: Member, crisis: Crisis, space: Space) -> int:
    """One space before the others. What is still to come goes out at its time; what is late waits for a person."""
    events.record(member, "crisis.freed", crisis, name=str(space))
    return pausing.lift(member, Pause.objects.filter(holder=crisis.holder, space=space), late_waits=True)


# ── What was forgotten ───────────────────────────────────────────────────────────────────────────────────────────────
def remind_of_all() -> int:
    """Tells, once, whoever has the role of a task that is overdue; those who lead where nobody has it. How many tasks."""
    now = clock.now()
    over = Closing.objects.filter(crisis=OuterRef("crisis"), reopened_at=None)
    late = Task.objects.filter(~Exists(over), due_at__lte=now, done_at=None, reminded_at=None)
    return sum(remind(pk, now) for pk in late.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def remind(pk: int, now: datetime) -> bool:
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",)).select_related("crisis__workspace", "seat__person")
    task = rows.filter(pk=pk, done_at=None, reminded_at=None).first()
    if task is None:
        return False
    task.reminded_at = now
    task.save(update_fields=["reminded_at"])
    crisis, person = task.crisis, task.seat.person if task.seat else None
    notices.tell(crisis, [person] if person else holders(crisis.workspace, "settings.write"), "late", task=task.text)
    events.record(system(crisis.workspace), "crisis.task_late", crisis, name=task.text)
    return True

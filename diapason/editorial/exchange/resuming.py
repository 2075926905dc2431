"""An import outlives the worker that ran it: another takes it up from its beginning, since nothing was kept before its end.

Whoever runs an import holds a lock with their connection to the database. A worker that is killed lets go of it at that moment,
so that an import that is running and held by nobody is known to be abandoned, without waiting for a lease to end.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.models import Q
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial.exchange import importing
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import LongTask

MOST_STARTS = 3  # a file that kills its worker each time must not kill them for ever
UNHEARD = timedelta(minutes=2)  # after which an import that waits is begun without the job that was to do it
State = LongTask.State


@contextmanager
def held(task_id: int) -> Iterator[bool]:
    """Whether the import is ours: false when another worker, alive, has it."""
    key = task_id % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('editorial.import'), %s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(Error), connection.cursor() as cursor:  # a connection that was lost has let go already
                cursor.execute("SELECT pg_advisory_unlock(hashtext('editorial.import'), %s)", [key])


def take_up(task_id: int) -> None:
    """Runs the import unless it is over, or in the hands of another worker. In the name of its person, with the rights of now."""
    with held(task_id) as mine:
        task = LongTask.objects.select_related("workspace", "person").get(pk=task_id)
        if not mine or task.state not in {State.WAITING, State.RUNNING}:
            return
        member = asker(task)
        if member is None:
            task.state, task.finished_at = State.CANCELLED, clock.now()
            task.save(update_fields=["state", "finished_at"])
        elif task.input.get("starts", 0) >= MOST_STARTS:
            give_up(task, member)
        else:
            importing.run(task, member)


def asker(task: LongTask) -> Member | None:
    """None when they left, or may no longer import."""
    try:
        member = member_of(task.person, task.workspace.slug) if task.person else None
    except Http404:
        return None
    return member if member and member.can("post.import") else None


def give_up(task: LongTask, member: Member) -> None:
    with translation.override(importing.language_of(member)):
        said = _("The import was interrupted several times, so it was stopped. Nothing was imported: the calendar is as it was.")
    task.state, task.finished_at = State.FAILED, clock.now()
    task.report = {"imported": 0, "error": said}
    task.save(update_fields=["state", "finished_at", "report"])


def abandoned() -> list[int]:
    """The imports that a worker should look at: those that run, maybe held by nobody, and those that wait for longer than usual."""
    begun = Q(state=State.RUNNING) | Q(state=State.WAITING, input__has_key="queued")
    rows = LongTask.objects.filter(begun, kind=importing.KIND).order_by("id")
    return [task.pk for task in rows if task.state == State.RUNNING or is_unheard(task)]


def is_unheard(task: LongTask) -> bool:
    return clock.now() - datetime.fromisoformat(task.input["queued"]) > UNHEARD

"""An import outlives the worker that ran it: another goes on from the last line that was kept.

Whoever runs an import holds a lock with their connection to the database. A worker that is killed lets go of it at that moment, so that
an import that is running and held by nobody is known to be abandoned.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.listening.sources.archives import importing
from diapason.workspaces.models import LongTask

MOST_STARTS = 3  # without a line more: a file that kills its worker each time must not kill them for ever
UNHEARD = timedelta(minutes=2)  # after which an import that waits is begun without the job that was to do it
State = LongTask.State


@contextmanager
def held(task_id: int) -> Iterator[bool]:
    """Whether the import is ours: false when another worker, alive, has it."""
    key = task_id % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('listening.archive'), %s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(Error), connection.cursor() as cursor:  # a connection that was lost has let go already
                cursor.execute("SELECT pg_advisory_unlock(hashtext('listening.archive'), %s)", [key])


def take_up(task_id: int) -> None:
    """Runs the import unless it is over, or in the hands of another worker."""
    with held(task_id) as mine:
        task = LongTask.objects.select_related("workspace", "person").get(pk=task_id)
        if not mine or task.state not in {State.WAITING, State.RUNNING}:
            return
        if task.input.get("starts", 0) >= MOST_STARTS:
            give_up(task)
        else:
            importing.run(task)


def give_up(task: LongTask) -> None:
    with translation.override(task.person.language if task.person else task.workspace.language):
        said = _("The import was interrupted several times at the same line, so it was stopped. What was taken in before it stays.")
    importing.end(task, State.FAILED, error=said)


def abandoned() -> list[int]:
    """The imports that a worker should look at: those that run, maybe held by nobody, and those that wait for longer than usual."""
    begun = Q(state=State.RUNNING) | Q(state=State.WAITING, input__has_key="queued")
    tasks = LongTask.objects.filter(begun, kind=importing.KIND).order_by("id")
    return [task.pk for task in tasks if task.state == State.RUNNING or is_unheard(task)]


def is_unheard(task: LongTask) -> bool:
    return clock.now() - datetime.fromisoformat(task.input["queued"]) > UNHEARD

"""Long work outlives the worker that ran it: another takes it up.

Whoever runs a task holds a lock with their connection to the database. A worker that is killed lets go of it at that moment, so that a
task that is running and held by nobody is known to be abandoned, without waiting for a lease to end.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.models import Q

from diapason.core import clock
from diapason.workspaces.models import LongTask

MOST_STARTS = 3  # a task that kills its worker each time must not kill them for ever
UNHEARD = timedelta(minutes=2)  # after which a task that waits is begun without the job that was to do it
State = LongTask.State


@contextmanager
def held(task_id: int) -> Iterator[bool]:
    """Whether the task is ours: false when another worker, alive, has it."""
    key = task_id % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('long task'), %s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(Error), connection.cursor() as cursor:  # a connection that was lost has let go already
                cursor.execute("SELECT pg_advisory_unlock(hashtext('long task'), %s)", [key])


@contextmanager
def taken_up(task_id: int) -> Iterator[LongTask | None]:
    """The task while it is ours; None where it is over, or in the hands of another worker."""
    with held(task_id) as mine:
        task = LongTask.objects.select_related("workspace", "person").get(pk=task_id)
        yield task if mine and task.is_live else None


def is_given_up(task: LongTask) -> bool:
    return bool(task.input.get("starts", 0) >= MOST_STARTS)


def abandoned(kind: str) -> list[int]:
    """The tasks that a worker should look at: those that run, maybe held by nobody, and those that wait for longer than usual.
    `input["queued"]` says since when they wait."""
    begun = Q(state=State.RUNNING) | Q(state=State.WAITING, input__has_key="queued")
    rows = LongTask.objects.filter(begun, kind=kind).order_by("id")
    return [task.pk for task in rows if task.state == State.RUNNING or is_unheard(task)]


def is_unheard(task: LongTask) -> bool:
    return clock.now() - datetime.fromisoformat(task.input["queued"]) > UNHEARD

"""What the worker does with archives."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.listening.sources.archives import importing
from diapason.workspaces import resuming


@app.task(name="listening.import_archive")
@in_thread
def import_archive(task_id: int) -> None:
    importing.take_up(task_id)


def defer(task_id: int) -> None:
    import_archive.defer(task_id=task_id)


@app.periodic(cron="* * * * *")
@app.task(name="listening.take_up_archives", queueing_lock="listening:archives")
@in_thread
def take_up_archives(timestamp: int) -> None:
    """Imports whose worker was killed, or whose job was lost."""
    for task_id in resuming.abandoned(importing.KIND):
        importing.take_up(task_id)


@app.periodic(cron="37 4 * * *")
@app.task(name="listening.forget_archives", queueing_lock="listening:archive-files")
@in_thread
def forget_archives(timestamp: int) -> None:
    importing.forget_files()

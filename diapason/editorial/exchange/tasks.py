"""What the worker does with files that people sent."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.editorial.exchange import importing, resuming
from diapason.workspaces.resuming import abandoned


@app.task(name="editorial.import_file", queue="default")
@in_thread
def import_file(task_id: int) -> None:
    resuming.take_up(task_id)


@app.periodic(cron="* * * * *")
@app.task(name="editorial.take_up_imports", queue="default", queueing_lock="editorial.take_up_imports")
@in_thread
def take_up_imports(timestamp: int) -> None:
    """Imports whose worker was killed, or whose job was lost."""
    for task_id in abandoned(importing.KIND):
        resuming.take_up(task_id)

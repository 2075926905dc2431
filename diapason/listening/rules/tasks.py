"""What the worker does with rules."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.listening.rules import past
from diapason.workspaces import resuming


@app.task(name="listening.ask_past")
@in_thread
def ask_past(task_id: int) -> None:
    past.take_up(task_id)


def defer(task_id: int) -> None:
    ask_past.defer(task_id=task_id)


@app.periodic(cron="* * * * *")
@app.task(name="listening.take_up_rules", queueing_lock="listening:rules")
@in_thread
def take_up_rules(timestamp: int) -> None:
    """Those whose worker was killed, or whose job was lost."""
    for task_id in resuming.abandoned(past.KIND):
        past.take_up(task_id)

"""What the worker does by itself for crisis rooms."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.crises import running


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="crises:remind")
@in_thread
def remind(timestamp: int) -> None:
    running.remind_of_all()

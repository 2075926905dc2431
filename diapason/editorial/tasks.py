"""What the worker does by itself for the calendar."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.editorial import reminders
from diapason.editorial.exchange import tasks as files

__all__ = ["files"]


@app.periodic(cron="*/5 * * * *")
@app.task(name="editorial.remind", queueing_lock="editorial.remind")
@in_thread
def remind(timestamp: int) -> None:
    reminders.remind()

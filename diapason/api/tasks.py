"""What the worker does for the API."""

from procrastinate.contrib.django import app

from diapason.api import idempotency
from diapason.api.webhooks import queue
from diapason.core.jobs import in_thread


@app.periodic(cron="17 * * * *")
@app.task(name="api.forget_answers", queue="housekeeping", queueing_lock="api.forget_answers")
@in_thread
def forget_answers(timestamp: int) -> None:
    """Once an hour: answers older than a day are deleted."""
    idempotency.forget()


@app.periodic(cron="27 4 * * *")
@app.task(name="api.forget_webhooks", queue="housekeeping", queueing_lock="api.forget_webhooks")
@in_thread
def forget_webhooks(timestamp: int) -> None:
    """Once a night: the log of webhooks of a month ago is deleted."""
    queue.forget()

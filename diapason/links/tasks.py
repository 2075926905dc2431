"""Housekeeping of the counts."""

from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.links import clicks


@app.periodic(cron="7,37 * * * *")
@app.task(queue="housekeeping", queueing_lock="links.forget_visitors")
@in_thread
def forget_visitors(timestamp: int) -> None:
    """Twice an hour: what told one visitor from another is deleted."""
    clicks.forget(clock.now())

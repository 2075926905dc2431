"""Housekeeping of what every app counts with."""

from procrastinate.contrib.django import app

from diapason.core import throttle
from diapason.core.jobs import in_thread


@app.periodic(cron="*/10 * * * *")
@app.task(name="core.forget_throttles", queue="housekeeping", queueing_lock="core.forget_throttles")
@in_thread
def forget_throttles(timestamp: int) -> None:
    throttle.forget()

"""The clockwork of results: following, reading, counting again, sending reports."""

from procrastinate import exceptions
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.insights import following, reading
from diapason.insights.reports import making


@app.periodic(cron="* * * * *")
@app.task(queue="insights", queueing_lock="insights.follow")
@in_thread
def follow(timestamp: int) -> None:
    following.follow_published()
    following.move_changed()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="insights", queueing_lock="insights.fold")
@in_thread
def fold(timestamp: int) -> None:
    following.fold_recent()


@app.periodic(cron="* * * * *")
@app.task(queue="insights", queueing_lock="insights.wake_readers")
@in_thread
def wake_readers(timestamp: int) -> None:
    """One job per space: a slow network delays no other."""
    for space in reading.readable(clock.now()):
        lock = f"insights.read:{space.pk}"
        try:
            read_figures.configure(queueing_lock=lock, lock=lock).defer(space_id=space.pk)
        except exceptions.AlreadyEnqueued:
            continue


@app.task(queue="insights")
async def read_figures(space_id: int) -> None:
    await reading.read_space(space_id)


@app.periodic(cron="*/20 * * * *")
@app.task(queue="insights", queueing_lock="insights.send_reports")
@in_thread
def send_reports(timestamp: int) -> None:
    """Often, because each brand has its own morning; each report leaves once all the same."""
    making.send_due(clock.now())

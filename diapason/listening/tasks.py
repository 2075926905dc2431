"""What the worker does by itself for listening."""

from procrastinate.contrib.django import app

from diapason.core.jobs import in_thread
from diapason.listening import past, wording
from diapason.listening.models import Wording
from diapason.listening.store import store


@app.periodic(cron="*/5 * * * * *")
@app.task(queueing_lock="listening:settle")
@in_thread
def settle(timestamp: int) -> None:
    """Every five seconds: words, authors and the like of what came in are added up."""
    while store().settle():
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="listening:past")
@in_thread
def take_up_pasts(timestamp: int) -> None:
    """What was interrupted goes on; what is being searched is queued already."""
    for pk in Wording.objects.filter(past_done_at=None, retired_at=None).order_by("pk").values_list("pk", flat=True):
        past.queue(pk)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="listening:forget")
@in_thread
def forget(timestamp: int) -> None:
    wording.forget_retired()

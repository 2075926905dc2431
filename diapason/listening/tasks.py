"""What the worker does by itself for listening."""

from datetime import timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate import exceptions
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import every, in_thread
from diapason.listening import exporting, learning, past, rereading, retaining, wording
from diapason.listening.digests.sending import send_digests
from diapason.listening.models import Wording
from diapason.listening.rules import tasks as rules
from diapason.listening.sources import hosts, inbox, reading
from diapason.listening.sources.archives import tasks as archives
from diapason.listening.sources.web import tasks as web
from diapason.listening.store import moving, store
from diapason.listening.understanding import attentive
from diapason.workspaces import resuming

__all__ = [
    "archives",
    "export_mentions",
    "forget",
    "forget_exports",
    "forget_hosts",
    "learn",
    "queue_due_sources",
    "read_carefully",
    "read_host",
    "rules",
    "send_digests",
    "settle",
    "take_up_exports",
    "take_up_pasts",
    "tidy",
    "web",
]

LAST = -1  # places in the queue: what is read waits for what people do


@app.periodic(cron=every(5))
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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="listening:careful", lock="listening:careful", priority=LAST)
@in_thread
def read_carefully(timestamp: int) -> None:
    """Each minute, for some of its seconds."""
    if settings.CAREFUL_SECONDS and attentive.available():
        rereading.read_some(settings.CAREFUL_SECONDS)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="listening:learn", lock="listening:learn", priority=LAST)
@in_thread
def learn(timestamp: int) -> None:
    """Every ten minutes: what people corrected since."""
    learning.learn_due()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="listening:forget")
@in_thread
def forget(timestamp: int) -> None:
    wording.forget_retired()
    retaining.forget_old()


@app.periodic(cron="52 3 * * *")
@app.task(queueing_lock="listening:tidy")
@in_thread
def tidy(timestamp: int) -> None:
    """Every night: what is rare in the days that are over everywhere on earth and heard of, and what a move that was killed left."""
    store().tidy(clock.now().date() - timedelta(days=2))
    moving.leave()


@app.periodic(cron=every(10))
@app.task(queueing_lock="listening:due")
async def queue_due_sources(timestamp: int) -> None:
    """Every ten seconds: the sites whose sources are due are queued, once each."""
    await sync_to_async(inbox.ensure)()
    for host, sources in (await sync_to_async(reading.due)(clock.now())).items():
        try:
            await read_host.configure(queueing_lock=f"listening:host:{host}", priority=LAST).defer_async(host=host, sources=[*sources])
        except exceptions.AlreadyEnqueued:
            continue


@app.task
async def read_host(host: str, sources: list[int]) -> None:
    await reading.read_host(host, sources)


@app.periodic(cron="27 4 * * *")
@app.task(queueing_lock="listening:hosts")
@in_thread
def forget_hosts(timestamp: int) -> None:
    hosts.forget(clock.now())


@app.task(name="listening.export_mentions")
@in_thread
def export_mentions(task_id: int) -> None:
    exporting.take_up(task_id)


@app.periodic(cron="* * * * *")
@app.task(name="listening.take_up_exports", queueing_lock="listening:exports")
@in_thread
def take_up_exports(timestamp: int) -> None:
    """Those whose worker was killed, or whose job was lost."""
    for task_id in resuming.abandoned(exporting.KIND):
        exporting.take_up(task_id)


@app.periodic(cron="47 * * * *")
@app.task(name="listening.forget_exports", queueing_lock="listening:export-files")
@in_thread
def forget_exports(timestamp: int) -> None:
    exporting.forget_old()

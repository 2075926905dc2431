"""What the worker does for the inbox, by itself."""

from datetime import timedelta

from asgiref.sync import sync_to_async
from procrastinate import exceptions
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.inbox import settling, sync
from diapason.inbox.models import Presence, Raw

RAW_KEPT = timedelta(days=30)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="inbox:due")
async def queue_due_streams(timestamp: int) -> None:
    """Each minute: what is due is queued, once."""
    await sync_to_async(sync.ensure_streams)()
    for stream in await sync_to_async(sync.due)():
        try:
            await read_stream.configure(queueing_lock=f"inbox:stream:{stream}").defer_async(stream=stream)
        except exceptions.AlreadyEnqueued:
            continue


@app.task
async def read_stream(stream: int) -> None:
    await sync.read(stream)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="inbox:settle")
@in_thread
def settle_replies(timestamp: int) -> None:
    """A reply that could not be sent brings its conversation back, also while nobody looks at it."""
    settling.settle()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="inbox:forget")
@in_thread
def forget_payloads(timestamp: int) -> None:
    """Raw payloads serve to replay a mended mapping; after a month they are only data about people."""
    Raw.objects.filter(read_at__lt=clock.now() - RAW_KEPT).delete()
    Presence.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()

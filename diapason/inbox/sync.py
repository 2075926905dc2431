"""Reading the streams of the connected spaces: which are due, how far each has been read, what went wrong.

A stream is read page by page; each page and the cursor after it are one transaction, so that a reading cut short goes
on where it stopped. A webhook, where a network has one, only brings the next reading forward (`hasten`).
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F, Q, QuerySet

from diapason.core import clock
from diapason.inbox import reading
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch
from diapason.networks.base.errors import NetworkError, RateLimited, Temporary
from diapason.territory import health
from diapason.territory.models import Space, Stream

log = logging.getLogger(__name__)


@dataclass
class Turns:
    """How a site that anybody may read is asked one thing at a time, whoever asks: the floor above that reads sites says how."""

    claim: Callable[[str], bool] = lambda host: True
    leave: Callable[[str, datetime | None], None] = lambda host, until: None


turns = Turns()
BUSY = timedelta(seconds=5)  # until a site that somebody else asks is asked again

ITEMS = "items"  # the stream of a place that is watched: a feed
PAGES_AT_ONCE = 20
LEASE = timedelta(minutes=10)
LIVELY = timedelta(minutes=1)  # between two readings while people are talking
CALM = timedelta(minutes=3)
LIVELY_FOR = timedelta(hours=1)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def readable() -> dict[str, tuple[str, ...]]:
    """The streams of each network that has any: its conversations, and the items of what is only watched."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, network in registry.networks().items():
        streams = tuple(network.converse.STREAMS) if network.can("converse") else ()
        found[slug] = (*streams, ITEMS) if network.can("listen") else streams
    return {slug: streams for slug, streams in found.items() if streams}


def of_conversations() -> Q:
    """The rows of `Stream` that are ours to read, among those of metrics and others."""
    wanted = Q(pk__in=[])
    for slug, names in readable().items():
        wanted |= Q(space__network=slug, name__in=names)
    return wanted


def spaces() -> QuerySet[Space]:
    """The spaces that can be read now."""
    well = [Space.State.CONNECTED, Space.State.WATCHED]
    return Space.objects.filter(network__in=readable(), state__in=well, removed_at=None).exclude(account_id="")


def ensure_streams() -> None:
    """Each connected space has its rows: a space connected a moment ago begins to be read at the next minute."""
    names, now = readable(), clock.now()
    known = set(Stream.objects.filter(of_conversations()).values_list("space_id", "name"))
    wanted = [(space, name) for space, network in spaces().values_list("pk", "network") for name in names[network]]
    missing = [Stream(space_id=space, name=name, next_at=now) for space, name in wanted if (space, name) not in known]
    Stream.objects.bulk_create(missing, ignore_conflicts=True)


def due(now: datetime | None = None) -> list[int]:
    """The streams to read now, longest waiting first. A space that rests, or is to be reconnected, is left alone."""
    now = now or clock.now()
    well = Q(space__rests_until=None) | Q(space__rests_until__lte=now)
    rows = Stream.objects.filter(of_conversations(), well, space__in=spaces(), next_at__lte=now)
    return list(rows.order_by("next_at", "id").values_list("pk", flat=True))


def hasten(space: Space) -> None:
    """Something happened there: read at the next minute."""
    Stream.objects.filter(of_conversations(), space=space, next_at__gt=clock.now()).update(next_at=clock.now())


async def read(stream_id: int) -> int:
    """Reads a stream to its end, or a bounded number of pages; how many messages were new."""
    stream = await sync_to_async(begin)(stream_id)
    if stream is None:
        return 0
    try:
        host = (urlsplit(stream.space.base_url).hostname or "") if stream.name == ITEMS else ""
        if host and not await sync_to_async(turns.claim)(host):
            await sync_to_async(wait)(stream)
            return 0
        until: datetime | None = None
        try:
            new, until = await read_well(stream)
            return new
        finally:
            if host:
                await sync_to_async(turns.leave)(host, until)
    finally:
        await sync_to_async(leave)(stream)


async def read_well(stream: Stream) -> tuple[int, datetime | None]:
    """How many messages were new, and when its site wants us back, if it said so. What goes wrong is written down."""
    began_at = clock.now()
    try:
        return await read_pages(stream), None
    except NetworkError as error:
        await sync_to_async(put_off)(stream, error, began_at)
        return 0, error.until if isinstance(error, RateLimited) else None
    except Exception as error:  # a connector that breaks must not stop the others, and is told like a failure
        log.exception("Reading stream %s of space %s", stream.name, stream.space_id)
        await sync_to_async(put_off)(stream, Temporary(f"{type(error).__name__}: the answer could not be read."), began_at)
        return 0, None


def wait(stream: Stream) -> None:
    """Somebody else asks its site at this moment."""
    Stream.objects.filter(pk=stream.pk).update(next_at=clock.now() + BUSY)


@transaction.atomic
def begin(stream_id: int) -> Stream | None:
    """The stream, if it is due and nobody reads it. A reader that was killed holds it for LEASE, no longer."""
    now = clock.now()
    free = Q(started_at=None) | Q(started_at__lt=now - LEASE)
    rows = Stream.objects.select_for_update(of=("self",), skip_locked=True).select_related("space__workspace")
    stream = rows.filter(free, pk=stream_id, next_at__lte=now, space__in=spaces()).first()
    if stream:
        Stream.objects.filter(pk=stream.pk).update(started_at=now)
    return stream


def leave(stream: Stream) -> None:
    Stream.objects.filter(pk=stream.pk).update(started_at=None)


async def read_pages(stream: Stream) -> int:
    connection = await health.connection_for(stream.space)
    new = 0
    for _ in range(PAGES_AT_ONCE):
        batch = await next_batch(stream, connection)
        new += await sync_to_async(take_in)(stream, batch)
        if not batch.more:
            break
    await sync_to_async(health.report_ok)(stream.space_id)
    return new


async def next_batch(stream: Stream, connection: Connection) -> Batch:
    network = stream.space.net
    if stream.name == ITEMS:
        items: Batch = await network.listen.read(connection, stream.cursor)
        return items
    messages: Batch = await network.converse.read(connection, stream.name, stream.cursor)
    return messages


@transaction.atomic
def take_in(stream: Stream, batch: Batch) -> int:
    """A page and the cursor after it, together; how many messages were new."""
    row = Stream.objects.select_for_update().get(pk=stream.pk)
    stored = reading.store(stream.space, stream.name, batch.messages)
    now = clock.now()
    row.cursor = stream.cursor = batch.cursor
    row.brought += stored.new
    row.failures, row.error = 0, ""
    row.next_at = now
    if not batch.more:
        row.read_at = now
        row.next_at = now + pause(stream)
    row.save(update_fields=["cursor", "brought", "failures", "error", "next_at", "read_at"])
    return stored.new


def pause(stream: Stream) -> timedelta:
    """Where somebody spoke within the hour, somebody may be waiting for our answer; what is watched has its own pace."""
    if stream.name == ITEMS:
        return timedelta(seconds=stream.space.net.listen.EVERY)
    lively = stream.space.conversations.filter(last_message_at__gte=clock.now() - LIVELY_FOR).exists()
    return LIVELY if lively else CALM


def put_off(stream: Stream, error: NetworkError, began_at: datetime) -> None:
    """The reading failed: what was read stays read, and the next one is later each time, or when the network says."""
    now = clock.now()
    wait = min(FIRST_WAIT * 2 ** min(stream.failures, 10), LONGEST_WAIT) * random.uniform(0.8, 1.2)
    until = error.until if isinstance(error, RateLimited) and error.until else now + wait
    Stream.objects.filter(pk=stream.pk).update(failures=F("failures") + 1, error=error.detail[:500], next_at=until)
    health.report_failure(stream.space_id, error, began_at=began_at)

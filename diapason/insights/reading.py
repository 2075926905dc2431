"""Reading figures from the networks: each space on its own, the youngest posts most often."""

from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.db.models import Q

from diapason.core import clock
from diapason.insights import ingest
from diapason.insights.models import Outcome
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, RateLimited
from diapason.territory import health
from diapason.territory.models import Space, Stream

STREAM = "metrics"
CHUNK = 25  # posts asked for at once: the smallest page that the networks' own batch calls take
MOST = 200  # posts in one turn, so that one space does not keep a worker
ACCOUNT_EVERY = timedelta(hours=12)
AFTER_FAILURE = timedelta(minutes=15)


def readable(now: datetime) -> list[Space]:
    """The spaces with something to read now: a post whose turn has come, or the account itself. After a failure a space
    waits until its stream says so."""
    able = Space.objects.filter(removed_at=None, state=Space.State.CONNECTED).filter(Q(rests_until=None) | Q(rests_until__lte=now))
    waiting = set(Outcome.objects.filter(next_read_at__lte=now).values_list("space_id", flat=True).distinct())
    streams = {stream.space_id: stream for stream in Stream.objects.filter(name=STREAM)}

    def due(space: Space) -> bool:
        stream = streams.get(space.pk)
        if stream is None or stream.next_at <= now:
            return True
        return space.pk in waiting and not stream.failures

    return [space for space in able if space.net.can("insights") and due(space)]


async def read_space(space_id: int) -> int:
    """Reads what is due of one space; how many figures changed. A failure is kept on the stream and told to the space."""
    now = clock.now()
    space, stream, due = await sync_to_async(prepare)(space_id, now)
    if space is None or stream is None:
        return 0
    try:
        connection = await health.connection_for(space)
        changed = await read_posts(space, connection, due, now)
        if stream.read_at is None or stream.read_at <= now - ACCOUNT_EVERY:
            await sync_to_async(ingest.account)(space, await space.net.insights.account(connection), now)
            stream.read_at = now
    except NetworkError as error:
        await sync_to_async(failed)(space, stream, error, now)
        return 0
    await sync_to_async(succeeded)(space, stream, now, changed)
    return changed


def prepare(space_id: int, now: datetime) -> tuple[Space | None, Stream | None, list[Outcome]]:
    space = Space.objects.select_related("workspace").filter(pk=space_id, removed_at=None, state=Space.State.CONNECTED).first()
    if space is None:
        return None, None, []
    stream, _new = Stream.objects.get_or_create(space=space, name=STREAM, defaults={"next_at": now})
    due = Outcome.objects.filter(space=space, next_read_at__lte=now).select_related("delivery").order_by("next_read_at")
    return space, stream, list(due[:MOST])


async def read_posts(space: Space, connection: Connection, due: list[Outcome], now: datetime) -> int:
    changed = 0
    for start in range(0, len(due), CHUNK):
        asked = due[start : start + CHUNK]
        found = await space.net.insights.posts(connection, [outcome.delivery.remote_id for outcome in asked])
        changed += await sync_to_async(ingest.posts)(space, asked, found, now)
    return changed


def succeeded(space: Space, stream: Stream, now: datetime, changed: int) -> None:
    stream.next_at = (stream.read_at or now) + ACCOUNT_EVERY
    stream.brought, stream.failures, stream.error, stream.started_at = stream.brought + changed, 0, "", now
    stream.save()
    health.report_ok(space.pk)


def failed(space: Space, stream: Stream, error: NetworkError, now: datetime) -> None:
    """Reads are harmless to repeat: only the time of the next one is chosen here."""
    stream.failures += 1
    wait = AFTER_FAILURE * min(2 ** (stream.failures - 1), 16)
    until = error.until if isinstance(error, RateLimited) else None
    stream.next_at = max(until or now, now + wait)
    stream.error, stream.started_at = error.detail[:500], now
    stream.save()
    health.report_failure(space.pk, error, began_at=now)

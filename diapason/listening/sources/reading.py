"""Reading the sources: which are due, how far each has been read, what went wrong.

A source is read page by page. The mentions of a page and the place after it are one transaction: a reading that is cut short goes on
where it stopped, and nothing comes in twice. One that brings more than PAGES_AT_ONCE is slowed: it goes on later, from its place, and
its screen says so.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from diapason.core import clock
from diapason.listening import pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources import feeds, hosts, inbox, searches
from diapason.listening.sources.lost import Lost
from diapason.listening.sources.web import pages
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Temporary

log = logging.getLogger(__name__)

PAGES_AT_ONCE, FEWEST_PAGES = 10, 2  # fewer each time that there is more, so that the others have their turn
LEASE = timedelta(minutes=10)
OF_ONE_HOST = 20  # sources of one site that a job reads, and the seconds that it stays with them
SLOWED, SLOWEST = timedelta(minutes=1), timedelta(minutes=8)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
FIRST_LOOK, LONGEST_LOOK = timedelta(minutes=15), timedelta(days=1)  # at what is gone or refused: it may come back

Keep = Callable[..., int]


class Reader(Protocol):
    """A module that reads one kind of source."""

    async def step(self, source: Source, keep: Keep) -> bool:
        """Reads a page and gives it to `keep`; whether another waits."""

    def every(self, source: Source) -> timedelta: ...


READERS: dict[str, Reader] = {Source.Kind.FEED: feeds, Source.Kind.INBOX: inbox, Source.Kind.SEARCH: searches, Source.Kind.PAGE: pages}


# ── Which ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def readable(now: datetime) -> QuerySet[Source]:
    """Those that may be read now, and that nobody reads."""
    free = Q(started_at=None) | Q(started_at__lt=now - LEASE)
    return Source.objects.filter(free, kind__in=READERS, next_at__lte=now, paused_at=None, removed_at=None)


def due(now: datetime, most: int = 200) -> dict[str, list[int]]:
    """By the site that they are read from, some of each, those that wait longest first. What is read from no site stands alone:
    `#<id>`."""
    place = Window(RowNumber(), partition_by=[F("host")], order_by=["next_at", "id"])
    rows = readable(now).exclude(host__in=hosts.busy(now)).annotate(place=place).filter(Q(place__lte=OF_ONE_HOST) | Q(host=""))
    found: dict[str, list[int]] = {}
    for source, host in rows.order_by("next_at", "id").values_list("pk", "host")[: most * OF_ONE_HOST]:
        name = host or f"#{source}"
        if name in found or len(found) < most:
            found.setdefault(name, []).append(source)
    return found


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
async def read_host(host: str, sources: Sequence[int]) -> int:
    """The sources of one site, one after the other; how many mentions were new. What there is no time for stays due."""
    ends, new = time.monotonic() + OF_ONE_HOST, 0
    pause = hosts.PAUSE
    for number, source in enumerate(sources):
        if number:
            await asyncio.sleep(pause.total_seconds())
        if time.monotonic() > ends or not await sync_to_async(hosts.claim)(host):
            break
        until = None
        try:
            pause = await sync_to_async(pause_of)(source)
            brought, until = await read(source)
            new += brought
        finally:
            await sync_to_async(hosts.leave)(host, until, pause)
        if until:
            break
    return new


async def read(source_id: int) -> tuple[int, datetime | None]:
    """Reads a source to its end, or some pages of it: how many mentions were new, and when its site wants us back, if it said so."""
    source = await sync_to_async(begin)(source_id)
    if source is None:
        return 0, None
    before = source.brought
    try:
        await read_pages(source)
    except Lost:
        log.info("Source %s is read by somebody else, paused or removed", source.pk)
    except NetworkError as error:
        await sync_to_async(put_off)(source, error)
        return source.brought - before, error.until if isinstance(error, RateLimited) else None
    except Exception as error:  # one that breaks its reader must not stop the others, and is told like a failure
        log.exception("Reading source %s", source.pk)
        await sync_to_async(put_off)(source, Temporary(f"{type(error).__name__}: what it brought could not be read."))
    finally:
        await sync_to_async(leave)(source)
    return source.brought - before, None


def pause_of(source_id: int) -> timedelta:
    """Between two questions to its site."""
    source = Source.objects.filter(pk=source_id).only("kind", "network").first()
    return pause(source) if source else hosts.PAUSE


def pause(source: Source) -> timedelta:
    """As long as its network asks, where that is more than is left to any site."""
    return max(hosts.PAUSE, timedelta(seconds=getattr(source.reader, "PAUSE", 0)))


async def read_pages(source: Source) -> None:
    step = READERS[source.kind].step
    for number in range(max(PAGES_AT_ONCE >> source.floods, FEWEST_PAGES)):
        if number and source.host:
            await asyncio.sleep(pause(source).total_seconds())
        if not await step(source, keep):
            return
    await sync_to_async(slow)(source)


@transaction.atomic
def begin(source_id: int) -> Source | None:
    """The source, if it is due and nobody reads it. A reader that was killed holds it for LEASE, no longer."""
    now = clock.now()
    rows = readable(now).select_for_update(of=("self",), skip_locked=True).select_related("workspace")
    source = rows.filter(pk=source_id).first()
    if source:
        source.started_at = now
        source.save(update_fields=["started_at"])
    return source


def ours(source: Source) -> QuerySet[Source]:
    """Its row while we are the one who reads it."""
    return Source.objects.filter(pk=source.pk, started_at=source.started_at)


def leave(source: Source) -> None:
    ours(source).update(started_at=None)


@transaction.atomic
def keep(
    source: Source,
    mentions: Sequence[Mention],
    cursor: str,
    *,
    more: bool = False,
    only_found: bool = False,
    beside: Callable[[], None] = lambda: None,
) -> int:
    """A page and the place after it, together, with what is to be done `beside`; how many mentions were new. Raises Lost where the
    source is not ours any more."""
    row = ours(source).select_for_update().filter(paused_at=None, removed_at=None).first()
    if row is None:
        raise Lost
    new = pipeline.take_in(source.workspace, mentions, only_found=only_found).new
    beside()
    now = clock.now()
    took = row.took([mention.said_at for mention in new])
    row.lag = usual_lag(row, new, now) if source.cursor else row.lag  # a first reading brings what was said long ago
    row.cursor, row.failures, row.error_code, row.error = cursor, 0, "", ""
    if not more:
        row.slowed_at, row.floods = None, 0
        row.next_at = now + READERS[source.kind].every(source) * random.uniform(0.95, 1.05)
    row.save(update_fields=[*took, "cursor", "failures", "error_code", "error", "slowed_at", "floods", "next_at", "lag"])
    source.cursor, source.brought = row.cursor, row.brought
    return len(new)


def usual_lag(source: Source, new: Sequence[Mention], now: datetime) -> float | None:
    """Seconds from said to heard: the middle one of these, with half of what was usual before."""
    lags = sorted(max((now - mention.said_at).total_seconds(), 0) for mention in new)
    if not lags:
        return source.lag
    middle = lags[len(lags) // 2]
    return middle if source.lag is None else (source.lag + middle) / 2


def slow(source: Source) -> None:
    """It has more to say than it may at once: next time it says less, and later, until it has said all."""
    now = clock.now()
    ours(source).update(slowed_at=now, floods=min(source.floods + 1, 10), next_at=now + min(SLOWED * 2**source.floods, SLOWEST))


def put_off(source: Source, error: NetworkError) -> None:
    """What was read stays read; the next reading is later each time, or when the site says."""
    first, longest = (FIRST_LOOK, LONGEST_LOOK) if isinstance(error, Permanent) else (FIRST_WAIT, LONGEST_WAIT)
    now = clock.now()
    wait = min(first * 2 ** min(source.failures, 12), longest) * random.uniform(0.8, 1.2)
    asked = error.until if isinstance(error, RateLimited) else None
    until = min(max(asked, now), now + hosts.LONGEST) if asked else now + wait
    code = error.code or error.word
    ours(source).update(failures=F("failures") + 1, error_code=code[:60], error=error.detail[:500], next_at=until)

"""A site is asked one thing at a time, whether for the inbox or for listening."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async

from diapason.core import clock
from diapason.inbox import sync
from diapason.listening.models import Host, Source
from diapason.listening.sources import hosts, reading
from diapason.networks.base.content import Batch
from diapason.networks.base.errors import RateLimited
from diapason.territory.models import Space, Stream

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "radio.example"


@pytest.fixture
def watched(brand, radio) -> Stream:
    space = Space.objects.create(
        workspace=brand, network="radio", name="Radio", state="watched", account_id="r", base_url=f"https://{SITE}/feed"
    )
    return Stream.objects.create(space=space, name=sync.ITEMS, next_at=clock.now())


async def test_a_site_that_a_source_is_read_from_waits_for_its_turn_in_the_inbox(radio, watched):
    begun = clock.now()
    assert await sync_to_async(hosts.claim)(SITE)
    assert await sync.read(watched.pk) == 0
    assert radio.listen.asked == []
    await watched.arefresh_from_db()
    assert watched.started_at is None
    assert watched.failures == 0
    assert begun < watched.next_at < clock.now() + timedelta(seconds=10)


async def test_while_the_inbox_reads_a_site_no_source_of_it_is_read(radio, watched, source_at, no_pause):
    source: Source = await sync_to_async(source_at)(f"https://{SITE}/other")
    read = radio.listen.read

    async def slowly(connection, cursor):
        assert await reading.read_host(SITE, [source.pk]) == 0
        return await read(connection, cursor)

    radio.listen.read = slowly
    await sync.read(watched.pk)
    assert len(radio.listen.asked) == 1


async def test_a_site_that_asks_the_inbox_to_wait_is_left_alone_by_all(radio, watched):
    until = clock.now() + timedelta(minutes=7)
    radio.listen.pages = [RateLimited("", until=until)]
    await sync.read(watched.pk)
    assert (await Host.objects.aget(pk=SITE)).free_at == until


async def test_a_flood_is_read_in_smaller_parts_less_often_and_wholly(radio, source_at, page, no_pause):
    source: Source = await sync_to_async(source_at)()
    radio.listen.pages = [page(number, more=True) for number in range(1, 40)]
    parts, waits = [], []
    for _ in range(4):
        before = len(radio.listen.asked)
        now = clock.now()
        await reading.read(source.pk)
        parts.append(len(radio.listen.asked) - before)
        await source.arefresh_from_db()
        assert source.next_at
        waits.append(round((source.next_at - now).total_seconds() / 60))
        await Source.objects.filter(pk=source.pk).aupdate(next_at=clock.now())
    assert (parts, waits) == ([10, 5, 2, 2], [1, 2, 4, 8])
    radio.listen.pages = [Batch((), "end")]
    await reading.read(source.pk)
    await source.arefresh_from_db()
    assert (source.floods, source.slowed_at, source.brought) == (0, None, 19)

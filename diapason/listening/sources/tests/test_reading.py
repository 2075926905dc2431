"""Every source is read when it is due, by one reader, to where it stood before; nothing comes in twice and nothing is dropped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from asgiref.sync import sync_to_async

from diapason.core import clock
from diapason.inbox.tests.double import JULIE
from diapason.listening.models import Host, Source
from diapason.listening.sources import hosts, reading
from diapason.listening.sources.lost import Lost
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search
from diapason.networks.base.errors import Permanent, RateLimited, Temporary

pytestmark = [pytest.mark.django_db(transaction=True)]


async def sync(work: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return await sync_to_async(work)(*args, **more)


async def make(source_at, *args, **more) -> Source:
    source: Source = await sync(source_at, *args, **more)
    return source


def wait(source: Source) -> timedelta:
    """Until it is read again."""
    assert source.next_at
    return source.next_at - clock.now()


def texts(brand) -> list[str]:
    return sorted(mention.text for mention in store().search(Search(brand.pk), 500).mentions)


async def test_what_a_source_says_becomes_mentions_and_its_place_is_kept(radio, source_at, page, brand, no_pause):
    source = await make(source_at)
    radio.listen.pages = [page(1, 2, more=True), page(3)]
    assert await reading.read_host(source.host, [source.pk]) == 3
    await source.arefresh_from_db()
    assert await sync(texts, brand) == ["Bonjour 1", "Bonjour 2", "Bonjour 3"]
    assert (source.cursor, source.brought, source.started_at, source.slowed_at) == ("3", 3, None, None)
    assert source.read_at is not None
    assert source.last_said_at == datetime(2026, 3, 2, 9, 3, tzinfo=UTC)
    assert timedelta(minutes=14) < wait(source) < timedelta(minutes=16)
    now = clock.now()
    assert await sync(store().brought, [source.pk], Period(now, now + timedelta(minutes=1))) == {source.pk: 3}


async def test_a_mention_says_who_said_it_where_and_what_comes_with_it(radio, source_at, page, brand, no_pause):
    source = await make(source_at, language="fr", country="CA")
    radio.listen.pages = [page(7, url="https://radio.example/7", media=("https://radio.example/7.png",))]
    await reading.read_host(source.host, [source.pk])
    [mention] = (await sync(store().search, Search(brand.pk), 5)).mentions
    assert (mention.key, mention.author, mention.author_name) == ("radio:radio.example/7", f"radio:{JULIE.remote_id}", JULIE.name)
    assert (mention.language, mention.country, mention.followers, mention.source) == ("fr", "CA", JULIE.followers, source.pk)
    assert set(mention.has) == {"image", "author"}


async def test_the_same_post_heard_again_is_one_mention(radio, source_at, page, brand, no_pause):
    first, second = await make(source_at), await make(source_at, "https://radio.example/other")
    for source in (first, second):
        radio.listen.pages = [page(1, 2)]
        await reading.read_host(source.host, [source.pk])
    assert await sync(texts, brand) == ["Bonjour 1", "Bonjour 2"]
    await second.arefresh_from_db()
    assert second.brought == 0


async def test_a_source_that_brings_too_much_is_slowed_and_loses_nothing(radio, source_at, page, brand, no_pause, monkeypatch):
    monkeypatch.setattr(reading, "PAGES_AT_ONCE", 2)
    source = await make(source_at)
    radio.listen.pages = [page(1, more=True), page(2, more=True), page(3, more=True), page(4)]
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert (source.slowed_at is None, source.cursor) == (False, "2")
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert (source.slowed_at, source.cursor) == (None, "4")
    assert await sync(texts, brand) == [f"Bonjour {number}" for number in range(1, 5)]


async def test_a_source_that_fails_is_asked_later_each_time_and_keeps_what_it_had_brought(radio, source_at, page, brand, no_pause):
    source = await make(source_at)
    radio.listen.pages = [page(1, more=True), Temporary("The server is busy.")]
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert (source.cursor, source.failures, source.error_code, source.error) == ("1", 1, "temporary", "The server is busy.")
    first = wait(source)
    assert timedelta(seconds=45) < first < timedelta(seconds=75)
    await Source.objects.aupdate(next_at=clock.now())
    radio.listen.pages = [Temporary("Again.")]
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert wait(source) > first
    await Source.objects.aupdate(next_at=clock.now())
    radio.listen.pages = [page(2)]
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert (source.failures, source.error_code, source.error) == (0, "", "")


async def test_what_is_gone_is_looked_at_less_and_less(radio, source_at, no_pause):
    source = await make(source_at)
    for _ in range(12):
        await Source.objects.aupdate(next_at=clock.now())
        radio.listen.pages = [Permanent("HTTP 410", code="gone")]
        await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    assert (source.error_code, source.failures) == ("gone", 12)
    assert timedelta(hours=19) < wait(source) < timedelta(hours=29)


async def test_a_reader_that_breaks_is_a_failure_of_its_source_alone(radio, source_at, page, brand, no_pause):
    broken, well = await make(source_at), await make(source_at, "https://radio.example/other")
    radio.listen.pages = [ValueError("not what was promised"), page(1)]
    assert await reading.read_host("radio.example", [broken.pk, well.pk]) == 1
    await broken.arefresh_from_db()
    assert broken.failures == 1
    assert broken.started_at is None


async def test_a_site_that_asks_to_wait_is_left_alone_for_all_its_sources(radio, source_at, page, brand, no_pause):
    first, second = await make(source_at), await make(source_at, "https://radio.example/other")
    back = clock.now() + timedelta(minutes=7)
    radio.listen.pages = [RateLimited("Slow down", until=back), page(1)]
    assert await reading.read_host("radio.example", [first.pk, second.pk]) == 0
    await first.arefresh_from_db()
    assert first.next_at == back
    assert await sync(reading.due, clock.now()) == {}
    with time_machine.travel(back + timedelta(seconds=1)):
        assert await sync(reading.due, clock.now()) == {"radio.example": [second.pk, first.pk]}


async def test_a_site_cannot_ask_us_to_wait_for_ever(radio, source_at, page, brand, no_pause):
    source = await make(source_at)
    radio.listen.pages = [RateLimited("Never", until=clock.now() + timedelta(days=4000))]
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    host = await Host.objects.aget(pk=source.host)
    assert max(wait(source), host.free_at - clock.now()) <= timedelta(days=1)


async def test_a_site_is_asked_one_thing_at_a_time_with_a_pause_between_two(radio, source_at, page, brand):
    sources = [await make(source_at, f"https://radio.example/{number}") for number in range(2)]
    assert await sync(hosts.claim, "radio.example")
    assert await reading.read_host("radio.example", [source.pk for source in sources]) == 0  # somebody else asks it
    assert radio.listen.asked == []
    await sync(hosts.leave, "radio.example")
    assert not await sync(hosts.claim, "radio.example")  # the pause
    with time_machine.travel(clock.now() + hosts.PAUSE * 2):
        assert await sync(hosts.claim, "radio.example")
        assert await sync(hosts.claim, "other.example")


async def test_a_site_with_many_sources_does_not_keep_others_waiting(radio, source_at, monkeypatch):
    monkeypatch.setattr(reading, "OF_ONE_HOST", 3)
    for number in range(8):
        await make(source_at, f"https://crowd.example/{number}", next_at=clock.now() - timedelta(hours=1))
    alone = await make(source_at, "https://alone.example/")
    found = await sync(reading.due, clock.now(), 2)
    assert (len(found["crowd.example"]), found["alone.example"]) == (3, [alone.pk])


async def test_two_workers_read_a_source_once(radio, source_at, page, brand, no_pause):
    source = await make(source_at)
    held = await sync(reading.begin, source.pk)
    assert held is not None
    assert await reading.read(source.pk) == (0, None)
    assert radio.listen.asked == []


async def test_a_reader_that_was_taken_for_dead_keeps_nothing_when_it_comes_back(radio, source_at, page, brand, no_pause):
    source = await make(source_at)
    slow = await sync(reading.begin, source.pk)
    with time_machine.travel(clock.now() + reading.LEASE + timedelta(minutes=1)):
        radio.listen.pages = [page(1)]
        other = await sync(reading.begin, source.pk)  # after the lease, another takes it up
        assert other is not None
        with pytest.raises(Lost):
            await sync(reading.keep, slow, [], "9")
        await sync(reading.leave, slow)
        await source.arefresh_from_db()
        assert source.started_at == other.started_at
        assert source.cursor == ""


@pytest.mark.parametrize("change", [{"paused_at": datetime(2026, 3, 2, tzinfo=UTC)}, {"removed_at": datetime(2026, 3, 2, tzinfo=UTC)}])
async def test_a_source_that_is_paused_or_removed_is_not_read_nor_kept(radio, source_at, page, brand, no_pause, change):
    source = await make(source_at)
    held = await sync(reading.begin, source.pk)
    await Source.objects.filter(pk=source.pk).aupdate(**change)
    with pytest.raises(Lost):
        await sync(reading.keep, held, [], "9")
    await sync(reading.leave, held)
    assert await sync(reading.due, clock.now()) == {}
    assert await sync(reading.begin, source.pk) is None

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync

from diapason.core import clock
from diapason.inbox import sync
from diapason.inbox.models import Message
from diapason.inbox.tests.double import said
from diapason.networks.base.content import Batch
from diapason.networks.base.errors import RateLimited, Reauth, Temporary
from diapason.territory.models import Space, Stream


@pytest.fixture
def stream(space) -> Stream:
    sync.ensure_streams()
    return Stream.objects.get(space=space)


def run(stream):
    brought = async_to_sync(sync.read)(stream.pk)
    stream.refresh_from_db()
    return brought


def test_a_connected_space_is_read_from_the_next_minute_on(stream):
    sync.ensure_streams()
    assert Stream.objects.count() == 1
    assert sync.due() == [stream.pk]


def test_all_pages_are_read_and_the_cursor_is_kept(stream, radio):
    radio.converse.pages = [Batch((said("m1"),), "c1", more=True), Batch((said("m2"),), "c2")]
    assert run(stream) == 2
    assert (stream.cursor, stream.brought, stream.error, stream.started_at) == ("c2", 2, "", None)
    assert radio.converse.asked == [("notifications", ""), ("notifications", "c1")]
    assert stream.next_at > clock.now()
    assert sync.due() == []


def test_a_reading_cut_short_keeps_the_page_it_had_and_goes_on_from_there(stream, radio):
    radio.converse.pages = [Batch((said("m1"),), "c1", more=True), Temporary("503"), Batch((said("m1"), said("m2")), "c2")]
    run(stream)
    assert (stream.cursor, stream.failures, stream.error) == ("c1", 1, "503")
    Stream.objects.update(next_at=clock.now())
    run(stream)
    assert (stream.cursor, stream.failures) == ("c2", 0)
    assert Message.objects.count() == 2


def test_a_network_that_asks_to_wait_is_left_alone_until_then(stream, radio):
    until = clock.now() + timedelta(minutes=12)
    radio.converse.pages = [RateLimited("Slow down", until=until)]
    run(stream)
    assert stream.next_at == until
    assert run(stream) == 0
    assert len(radio.converse.asked) == 1


def test_each_failure_waits_longer_up_to_an_hour(stream, radio):
    waits = []
    for _ in range(9):
        radio.converse.pages = [Temporary("no answer")]
        Stream.objects.update(next_at=clock.now())
        Space.objects.update(rests_until=None)
        run(stream)
        waits.append((stream.next_at - clock.now()).total_seconds())
    assert waits[0] < waits[3] < waits[5]
    assert max(waits) <= 3600 * 1.2


def test_a_lost_access_is_told_and_the_space_is_not_read_until_a_person_gives_it_back(stream, space, radio):
    radio.converse.pages = [Reauth("token revoked")]
    run(stream)
    space.refresh_from_db()
    assert space.state == Space.State.NEEDS_RECONNECT
    Stream.objects.update(next_at=clock.now())
    assert sync.due() == []


def test_a_connector_that_breaks_is_a_failure_and_not_an_end(stream, radio):
    radio.converse.pages = [KeyError("id")]
    run(stream)
    assert stream.failures == 1
    assert "KeyError" in stream.error


def test_a_reader_that_was_killed_holds_the_stream_for_ten_minutes_at_most(stream, radio):
    radio.converse.pages = [Batch((said("m1"),), "c1")]
    Stream.objects.update(started_at=clock.now() - timedelta(minutes=1))
    assert run(stream) == 0
    Stream.objects.update(started_at=clock.now() - timedelta(minutes=11))
    assert run(stream) == 1


def test_an_endless_stream_is_read_a_bounded_number_of_pages_at_once(stream, radio):
    radio.converse.pages = [Batch((said(f"m{n}"),), f"c{n}", more=True) for n in range(60)]
    assert run(stream) == sync.PAGES_AT_ONCE
    assert sync.due() == [stream.pk]

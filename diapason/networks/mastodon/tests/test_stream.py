"""What is heard on the streaming API, and read from the timeline where nobody listened."""

import asyncio
import json
from contextlib import aclosing, suppress

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent
from diapason.networks.base.tests.served import served
from diapason.networks.mastodon import stream
from diapason.networks.mastodon.fake import Fake

US = Connection("https://m.example", httpx2.AsyncClient(), account_id="1")


def link(url: str, who: str = "sandbox-lumen") -> Connection:
    return Connection(url, httpx2.AsyncClient(), Sealed(access=who))


async def heard(connection, address, words, cursor, enough, seconds=10):
    found = []
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), aclosing(stream.hear(connection, address, words, cursor)) as messages:
            async for each in messages:
                found.append(each)
                if enough(found):
                    return found
    return found


def texts(found):
    return [post.text for each in found for post in each.said]


async def test_statuses_are_heard_as_they_are_said_and_what_was_missed_is_read(settings):
    fake = Fake()
    async with served(fake, settings) as url:
        connection = link(url)
        address = await stream.find(connection, url)
        assert address == f"{url.replace('http', 'ws')}/api/v1/streaming"
        listening = asyncio.create_task(heard(connection, address, "", "", lambda found: any(each.gone for each in found)))
        await asyncio.sleep(0.3)
        first = fake.say("julie", "Une lampe #déco")
        fake.create(fake.join("theo"), {"status": "Entre nous", "visibility": "private"})
        await asyncio.sleep(0.3)
        del fake.state["statuses"][first]
        live = await listening
        assert texts(live) == ["Une lampe #déco"]
        assert [post for each in live for post in each.gone] == [first]
        assert live[0].cursor == first
        # Nobody listens now.
        for number in range(50):
            fake.say("julie", f"Pendant ce temps {number}")
        again = asyncio.create_task(heard(connection, address, "", live[-1].cursor, lambda found: "Enfin" in texts(found)))
        await asyncio.sleep(0.5)
        fake.say("julie", "Enfin")
        assert texts(await again) == [*[f"Pendant ce temps {number}" for number in range(50)], "Enfin"]


async def test_one_tag_is_heard_alone(settings):
    fake = Fake()
    async with served(fake, settings) as url:
        connection = link(url)
        address = await stream.find(connection, url)
        listening = asyncio.create_task(heard(connection, address, "#déco", "", lambda found: len(texts(found)) == 1))
        await asyncio.sleep(0.3)
        fake.say("julie", "Une lampe")
        fake.say("julie", "Une lampe #Déco")
        assert texts(await listening) == ["Une lampe #Déco"]


async def test_a_server_that_does_not_let_us_listen_says_so(settings):
    async with served(Fake(opened=False), settings) as url:
        with pytest.raises(Permanent):
            await stream.find(link(url, "wrong"), url)


def test_the_timeline_is_read_from_a_little_before_where_ids_hold_their_moment():
    assert stream.before(str(1_700_000_000_000 << 16)) == str(1_699_999_400_000 << 16)
    assert stream.before("AbC12") == "AbC12"
    assert stream.before("17") == "17"


@pytest.mark.parametrize(
    "event",
    [{"event": "notification", "payload": "{}"}, {"event": "filters_changed"}, {"stream": [], "event": "status.update", "payload": "{}"}],
)
def test_other_events_say_nothing(event):
    found = stream.read(US, json.dumps(event), "9")
    assert (found.cursor, found.said, found.unread) == ("9", (), False)


@given(st.text(max_size=100) | st.binary(max_size=100))
def test_anything_is_survived(junk):
    assert stream.read(US, junk, "41").cursor == "41"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5), lambda inner: st.dictionaries(st.text(max_size=8), inner) | st.lists(inner)
    )
)
def test_any_payload_is_survived(value):
    for payload in (value, json.dumps(value)):
        assert stream.read(US, json.dumps({"event": "update", "payload": payload}), "41").said == ()

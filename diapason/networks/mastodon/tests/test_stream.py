"""What is heard on the streaming API, and read from the timeline where nobody listened."""

import json
from collections.abc import Callable

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent
from diapason.networks.base.tests.listening import listening
from diapason.networks.base.tests.served import served
from diapason.networks.mastodon import stream
from diapason.networks.mastodon.fake import Fake

US = Connection("https://m.example", httpx2.AsyncClient(), account_id="1")


def link(url: str, who: str = "sandbox-lumen") -> Connection:
    return Connection(url, httpx2.AsyncClient(), Sealed(access=who))


def one_more_line(fake: Fake) -> Callable[[], bool]:
    """Whether somebody listens who did not before."""
    before = fake.timelines.lines
    return lambda: fake.timelines.lines > before


async def test_statuses_are_heard_as_they_are_said_and_what_was_missed_is_read(settings):
    fake = Fake()
    async with served(fake, settings) as url:
        connection = link(url)
        address = await stream.find(connection, url)
        assert address == f"{url.replace('http', 'ws')}/api/v1/streaming"
        open_now = one_more_line(fake)
        async with listening(stream.hear(connection, address, "", "")) as ear:
            await ear.until(open_now)
            first = fake.say("julie", "Une lampe #déco")
            fake.create(fake.join("theo"), {"status": "Entre nous", "visibility": "private"})
            await ear.until(lambda: ear.texts)
            del fake.state["statuses"][first]
            await ear.until(lambda: ear.gone)
        assert (ear.texts, ear.gone) == (["Une lampe #déco"], [first])
        place = ear.heard[0].cursor
        assert place == first
        # Nobody listens now.
        missed = [f"Pendant ce temps {number}" for number in range(50)]
        for text in missed:
            fake.say("julie", text)
        async with listening(stream.hear(connection, address, "", place)) as ear:
            await ear.until(lambda: len(ear.texts) >= len(missed))
            fake.say("julie", "Enfin")
            await ear.until(lambda: "Enfin" in ear.texts)
        assert ear.texts == [*missed, "Enfin"]


async def test_one_tag_is_heard_alone(settings):
    fake = Fake()
    async with served(fake, settings) as url:
        connection = link(url)
        address = await stream.find(connection, url)
        open_now = one_more_line(fake)
        async with listening(stream.hear(connection, address, "#déco", "")) as ear:
            await ear.until(open_now)
            fake.say("julie", "Une lampe")
            fake.say("julie", "Une lampe #Déco")
            await ear.until(lambda: ear.texts)
        assert ear.texts == ["Une lampe #Déco"]


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

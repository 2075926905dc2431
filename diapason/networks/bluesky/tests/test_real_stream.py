"""What is heard of Bluesky's own data server, on its own stream."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

import httpx2
import pytest

from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Content, Heard
from diapason.networks.base.tests.listening import listening
from diapason.networks.bluesky import publish, stream
from diapason.networks.bluesky.tests.test_real_servers import send, signed_in

pytestmark = pytest.mark.real_server
BEGINS = 1  # second that the server, which says nothing of it, may need to take a listener in


@pytest.fixture
def trusted(settings, bluesky_server):
    settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, urlsplit(bluesky_server.url).netloc}


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=60) as client:
        yield client


def hear(address: str, cursor: str = "") -> AsyncGenerator[Heard]:
    return stream.hear(Connection(address, httpx2.AsyncClient()), address, "", cursor)


@pytest.mark.usefixtures("trusted")
async def test_posts_and_deletions_are_heard_as_they_happen_and_again_from_a_place(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    address = await stream.find(Connection("", http), bluesky_server.url)
    assert urlsplit(address).path == "/xrpc/com.atproto.sync.subscribeRepos"
    word = f"lampe{uuid.uuid4().hex[:8]}"
    async with listening(hear(address)) as live:
        await asyncio.sleep(BEGINS)
        first = await send(link, Content((f"Une {word}", "Et la suite"), language="fr"))
        bluesky_server.post(bluesky_server.stranger, f"مرحبا {word} 👩‍👩‍👧‍👦")
        await publish.delete(link, first[0].remote_id)
        await live.until(lambda: live.gone)
    assert live.texts == [f"Une {word}", "Et la suite", f"مرحبا {word} 👩‍👩‍👧‍👦"]
    assert live.gone == [first[0].remote_id]
    one, two, _three = [post for each in live.heard for post in each.said]
    assert (one.remote_id, one.language, one.author.remote_id) == (first[0].remote_id, "fr", link.account_id)
    assert two.parent_id == first[0].remote_id
    assert not any(each.unread or each.missed for each in live.heard)
    # Whoever comes back with the place of the first post hears the rest, each once.
    place = next(each.cursor for each in live.heard if each.said)
    async with listening(hear(address, place)) as again:
        await again.until(lambda: again.gone)
    assert again.texts == live.texts[1:]


@pytest.mark.usefixtures("trusted")
async def test_a_place_that_the_server_has_not_come_to_is_said(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    address = await stream.find(Connection("", http), bluesky_server.url)
    async with listening(hear(address, "999999999")) as late:
        await asyncio.sleep(BEGINS)
        await send(link, Content(("Depuis maintenant",)))
        await late.until(lambda: late.texts)
    assert late.texts == ["Depuis maintenant"]
    assert late.heard[0].missed == "future_cursor"

"""What is heard of Bluesky's own data server, on its own stream."""

import asyncio
import uuid
from contextlib import aclosing, suppress
from urllib.parse import urlsplit

import httpx2
import pytest

from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Content
from diapason.networks.bluesky import publish, stream
from diapason.networks.bluesky.tests.test_real_servers import send, signed_in

pytestmark = pytest.mark.real_server


@pytest.fixture
def trusted(settings, bluesky_server):
    settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, urlsplit(bluesky_server.url).netloc}


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=60) as client:
        yield client


async def heard(address, cursor, enough, seconds=20):
    """What comes until `enough` is true of it."""
    found = []
    with suppress(TimeoutError):
        async with (
            asyncio.timeout(seconds),
            aclosing(stream.hear(Connection(address, httpx2.AsyncClient()), address, "", cursor)) as messages,
        ):
            async for each in messages:
                found.append(each)
                if enough(found):
                    return found
    return found


def texts(found):
    return [post.text for each in found for post in each.said]


@pytest.mark.usefixtures("trusted")
async def test_posts_and_deletions_are_heard_as_they_happen_and_again_from_a_place(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    address = await stream.find(Connection("", http), bluesky_server.url)
    assert urlsplit(address).path == "/xrpc/com.atproto.sync.subscribeRepos"
    word = f"lampe{uuid.uuid4().hex[:8]}"
    listening = asyncio.create_task(heard(address, "", lambda found: any(each.gone for each in found)))
    await asyncio.sleep(1)
    first = await send(link, Content((f"Une {word}", "Et la suite"), language="fr"))
    bluesky_server.post(bluesky_server.stranger, f"مرحبا {word} 👩‍👩‍👧‍👦")
    await publish.delete(link, first[0].remote_id)
    live = await listening
    assert texts(live) == [f"Une {word}", "Et la suite", f"مرحبا {word} 👩‍👩‍👧‍👦"]
    assert [post for each in live for post in each.gone] == [first[0].remote_id]
    one, two, _three = [post for each in live for post in each.said]
    assert (one.remote_id, one.language, one.author.remote_id) == (first[0].remote_id, "fr", link.account_id)
    assert two.parent_id == first[0].remote_id
    assert not any(each.unread or each.missed for each in live)
    # Whoever comes back with the place of the first post hears the rest, each once.
    place = next(each.cursor for each in live if each.said)
    again = await heard(address, place, lambda found: any(each.gone for each in found))
    assert texts(again) == texts(live)[1:]


@pytest.mark.usefixtures("trusted")
async def test_a_place_that_the_server_has_not_come_to_is_said(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    address = await stream.find(Connection("", http), bluesky_server.url)
    listening = asyncio.create_task(heard(address, "999999999", lambda found: bool(texts(found))))
    await asyncio.sleep(1)
    await send(link, Content(("Depuis maintenant",)))
    found = await listening
    assert texts(found) == ["Depuis maintenant"]
    assert found[0].missed == "future_cursor"

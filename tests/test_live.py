"""From the network's own server to the screen: what somebody says is a mention within seconds, and is forgotten when they delete it."""

import asyncio
import uuid
from urllib.parse import urlsplit

import pytest
from asgiref.sync import sync_to_async

from diapason.listening import wording
from diapason.listening.models import Query, Wire
from diapason.listening.sources.streams import listener, wires
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.networks.base import registry
from diapason.workspaces.members import member_of

pytestmark = [pytest.mark.real_server, pytest.mark.django_db(transaction=True)]


def texts(brand) -> list[str]:
    return sorted(mention.text for mention in store().search(Search(brand.pk), 50).mentions)


async def eventually(brand, wanted: list[str]) -> None:
    async with asyncio.timeout(30):
        while await sync_to_async(texts)(brand) != wanted:  # noqa: ASYNC110 - it is the database that changes
            await asyncio.sleep(0.1)


async def test_a_post_on_a_real_server_becomes_a_mention_and_is_forgotten(brand, camille, settings, bluesky_server):
    server, stranger = bluesky_server, bluesky_server.stranger
    settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, urlsplit(server.url).netloc}
    word = f"lumen{uuid.uuid4().hex[:8]}"
    member = await sync_to_async(member_of)(camille, brand.slug)
    await sync_to_async(wording.listen_for)(member, "Lumen", Query.Purpose.BRAND, word)
    await sync_to_async(wires.add)(member, wires.Offer(registry.get("bluesky"), server.url))

    stop = asyncio.Event()
    listening = asyncio.create_task(listener.listen(stop))
    await asyncio.sleep(2)
    first = await asyncio.to_thread(server.post, stranger, f"Vive {word}")
    await asyncio.to_thread(server.post, stranger, "Autre chose")
    await eventually(brand, [f"Vive {word}"])
    stop.set()
    await listening

    await asyncio.to_thread(server.post, stranger, f"Pendant ce temps, {word}")  # nobody listens
    stop = asyncio.Event()
    listening = asyncio.create_task(listener.listen(stop))
    await eventually(brand, [f"Pendant ce temps, {word}", f"Vive {word}"])
    await asyncio.to_thread(server.delete, stranger, first)
    await eventually(brand, [f"Pendant ce temps, {word}"])
    stop.set()
    await listening
    assert (await Wire.objects.aget()).unread == 0

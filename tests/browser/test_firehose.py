"""All that is said on a real server, from its firehose to the screen: a post of somebody else is there within seconds, and a cable that is
cut loses none and doubles none."""

import asyncio
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from playwright.sync_api import Page, expect

from diapason.listening.models import Source, Wire
from diapason.listening.sources.streams import listener
from diapason.networks.base import registry
from tests.browser.test_every_screen import apart
from tests.heard import FORGET
from tests.servers import cable

pytestmark = pytest.mark.real_server
PATIENCE = 120  # seconds: a browser, three servers and other tests share the machine
NETWORK = next(each for each in registry.networks().values() if each.can("stream") and not each.manifest.stream["account"])


@contextmanager
def a_worker_listens() -> Iterator[None]:
    """As in `manage.py work`, with a loop of its own in a thread of its own."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        try:
            loop.run_until_complete(listener.listen(stop))
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
            connections.close_all()

    thread = threading.Thread(target=run, name="listener", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(true: Callable[[], object], what: str) -> float:
    """Seconds that it took."""
    begun = time.monotonic()
    while not apart(true):
        assert time.monotonic() - begun < PATIENCE, what
        time.sleep(0.1)
    return time.monotonic() - begun


def counted() -> int:
    """What the hours of its source count: sums that are filled at ingest, beside the mentions themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(mentions), 0) FROM listening_brought")
        return int(cursor.fetchone()[0])


def texts() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM listening_mention")
        return Counter(row[0] for row in cursor.fetchall())


@pytest.fixture
def wired(live, bluesky_server, settings) -> Iterator[cable.Cable]:
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
    with cable.to(urlsplit(bluesky_server.url).netloc) as found:
        settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, found.address}
        yield found


def test_a_post_of_somebody_else_is_on_the_screen_within_seconds_and_a_cut_loses_nothing(
    page: Page, sign_in, camille, brand, bluesky_server, wired
):
    word = f"lampe{uuid.uuid4().hex[:8]}"
    sign_in(camille)
    ask_for(page, word)
    listen_to(page, wired.address)
    with a_worker_listens():
        until(lambda: begun(bluesky_server), "nobody hears the stream")
        took = say_and_see(page, bluesky_server, f"Ma {word} clignote, que faire ?")
        before = apart(Wire.objects.get).cursor

        wired.cut()
        until(lambda: Wire.objects.get().failures, "that the cable is cut is not noticed")
        page.goto("/w/maison-lumen/listening/sources/")
        expect(page.locator("#list .tag.bad, #list .tag.warn").first).to_be_visible()
        for number in range(5):
            bluesky_server.post(bluesky_server.stranger, f"Pendant la coupure {number} : {word}")
            bluesky_server.post(bluesky_server.stranger, f"Autre chose {number}")
        assert apart(texts).total() == 1
        wired.mend()
        back = until(lambda: texts().total() >= 6, "what was said while the cable was cut is not heard")

        for number in range(12):
            if number % 4 == 2:
                wired.cut()
                wired.mend()
            bluesky_server.post(bluesky_server.stranger, f"Encore {number} : {word}")
        until(lambda: texts().total() >= 18, "what was said beside the cuts is not heard")
    wire, source = apart(Wire.objects.get), apart(Source.objects.get)
    assert apart(texts) == Counter(
        [f"Ma {word} clignote, que faire ?"]
        + [f"Pendant la coupure {number} : {word}" for number in range(5)]
        + [f"Encore {number} : {word}" for number in range(12)]
    )
    assert (source.brought, apart(counted)) == (18, 18)
    assert (wire.missed, wire.unread, int(wire.cursor) > int(before), wired.plugged >= 3) == ("", 0, True, True)
    page.goto(f"/w/maison-lumen/listening/mentions/?q={word}")
    expect(page.locator(".mention")).to_have_count(18)
    print(f"\non the screen {took:.1f} s after it was said; {back:.1f} s after the cable was mended, all that was said meanwhile")


def ask_for(page: Page, word: str) -> None:
    page.goto("/w/maison-lumen/listening/queries/new/")
    page.locator("[name=name]").fill("La lampe")
    page.locator("[name=text]").fill(word)
    page.locator("form.fields button[type=submit], form button.primary").first.click()
    page.wait_for_url("**/listening/**")


def listen_to(page: Page, address: str) -> None:
    page.goto("/w/maison-lumen/listening/sources/stream/")
    page.locator("[name=through]").select_option(label=str(NETWORK))
    page.locator("[name=address]").fill(f"http://{address}")
    page.get_by_role("button", name="Listen", exact=True).click()
    page.wait_for_url("**/listening/sources/")


def begun(server) -> bool:
    """A stream is heard from the first message on: something is said until one is."""
    server.post(server.stranger, "Bonjour à tous")
    time.sleep(0.5)
    return bool(Wire.objects.get().cursor)


def say_and_see(page: Page, server, text: str) -> float:
    """Seconds from the post to the mention on the screen, as somebody sees it who has the list of mentions open and reads it again."""
    page.goto("/w/maison-lumen/listening/mentions/")
    begun = time.monotonic()
    server.post(server.stranger, text)
    while not page.get_by_text(text).count():
        assert time.monotonic() - begun < PATIENCE, "the mention is not on the screen"
        time.sleep(0.2)
        page.reload()
    return time.monotonic() - begun

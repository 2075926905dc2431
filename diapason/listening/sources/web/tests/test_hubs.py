"""Hubs tell of news and hasten the next reading; what they say is proven, and losing it costs nothing."""

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

import httpx2
import pytest
import time_machine
from asgiref.sync import sync_to_async
from django.urls import reverse

from diapason.core import clock, http
from diapason.core.tests.answering import reply
from diapason.listening.models import Host, HubSubscription, Source
from diapason.listening.sources import feeds, reading
from diapason.listening.sources.web import hubs
from diapason.listening.sources.web.tests.test_articles import rss

pytestmark = pytest.mark.django_db(transaction=True)
HUB, TOPIC = "https://hub.example/", "https://news.example/feed"


@pytest.fixture(autouse=True)
def reachable(settings):
    settings.PUBLIC_URL = "https://diapason.example.org"


@pytest.fixture
def source(feed) -> Source:
    return feed(TOPIC, next_at=clock.now() + timedelta(hours=1))


@pytest.fixture
def subscription(source) -> HubSubscription:
    hubs.note(source, HUB, TOPIC)
    return HubSubscription.objects.get()


@pytest.fixture
def hub(monkeypatch):
    """A hub that answers this, and what it was asked."""
    asked = []

    def set_up(answer):
        async def posted(found):
            asked.append(found)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(hubs, "posted", posted)
        return asked

    return set_up


def come_back(client, subscription, **given):
    asked = {"mode": "subscribe", "topic": TOPIC, "challenge": "a-challenge", "lease_seconds": "864000"} | given
    return client.get(reverse("hub", args=[subscription.token]), {f"hub.{name}": value for name, value in asked.items()})


def tell(client, subscription, body=b"<rss/>", signature=None):
    key = subscription.secret["key"].encode()
    given = signature if signature is not None else f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"
    url = reverse("hub", args=[subscription.token])
    return client.post(url, body, content_type="application/rss+xml", headers={"X-Hub-Signature": given})


def told(client, subscription, hub):
    hub((202, ""))
    hubs.ask(subscription.pk)
    come_back(client, subscription)
    subscription.refresh_from_db()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"link": '<https://hub.example/>; rel="hub", <https://news.example/feed>; rel="self"'}, (HUB, TOPIC)),
        ({"link": "<https://hub.example/>; rel=hub"}, (HUB, None)),
        ({"link": '</hub>; rel="hub"'}, ("/hub", None)),
        ({"link": '<https://news.example/>; rel="next"'}, ("", "")),
        ({"link": '<file:///etc/passwd>; rel="hub"'}, ("", "")),
        ({}, ("", "")),
    ],
)
async def test_a_hub_is_named_by_the_headers_of_the_feed(site, feed, brand, no_pause, answer, expected):
    async with site() as here:
        here.pages["/feed"] = rss(here.address("/a")).replace(
            b"content-type", "".join(f"{k}: {v}\r\n" for k, v in answer.items()).encode() + b"content-type"
        )
        source = await sync_to_async(feed)(here.address("/feed"), reads_articles=False)
        await reading.read_host(source.host, [source.pk])
        found = await HubSubscription.objects.filter(source=source).afirst()
        hub, topic = expected
        if not hub:
            assert found is None
        else:
            assert found is not None
            assert found.hub == (here.address(hub) if hub.startswith("/") else hub)
            assert found.topic == (topic or here.address("/feed"))


async def test_a_hub_is_named_by_the_feed_itself_and_forgotten_with_its_name(site, feed, brand, no_pause):
    links = b'<channel><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>'
    async with site() as here:
        plain = rss(here.address("/a"))
        body = plain.split(b"\r\n\r\n", 1)[1]
        here.pages["/feed"] = reply(body.replace(b"<channel>", links), content_type="application/rss+xml")
        source = await sync_to_async(feed)(here.address("/feed"), reads_articles=False)
        await reading.read_host(source.host, [source.pk])
        assert (await HubSubscription.objects.aget()).hub == HUB
        here.pages["/feed"] = plain
        await Source.objects.aupdate(next_at=clock.now())
        await Host.objects.aupdate(free_at=clock.now())
        await reading.read_host(source.host, [source.pk])
        assert await HubSubscription.objects.acount() == 0


@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "http://127.0.0.1:8000", "http://diapason", "http://192.168.1.2", "http://x.local"]
)
def test_a_house_that_nobody_reaches_asks_no_hub(source, settings, address):
    settings.PUBLIC_URL = address
    hubs.note(source, HUB, TOPIC)
    assert HubSubscription.objects.count() == 0


async def test_what_a_hub_is_asked_is_what_the_standard_says(subscription, monkeypatch):
    seen = []

    def answer(request):
        seen.append(request)
        return httpx2.Response(202)

    monkeypatch.setattr(http, "client", lambda **options: httpx2.AsyncClient(transport=httpx2.MockTransport(answer)))
    assert await hubs.posted(subscription) == (202, "")
    [request] = seen
    asked = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
    assert (request.method, str(request.url)) == ("POST", HUB)
    assert asked == {
        "hub.callback": f"https://diapason.example.org/hub/{subscription.token}/",
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.lease_seconds": "864000",
        "hub.secret": subscription.secret["key"],
    }
    assert len(subscription.secret["key"].encode()) < 200


def test_a_hub_that_agrees_is_believed_once_it_has_come_back(client, subscription, source, hub):
    assert come_back(client, subscription).status_code == 404  # nobody asked yet
    asked = hub((202, ""))
    assert hubs.ask(subscription.pk)
    assert len(asked) == 1
    assert not hubs.tells(source)
    assert feeds.every(source) == timedelta(seconds=source.net.listen.EVERY)
    answer = come_back(client, subscription)
    assert (answer.status_code, answer.content) == (200, b"a-challenge")
    assert answer["Content-Type"].startswith("text/plain")
    assert hubs.tells(source)
    assert feeds.every(source) == timedelta(seconds=source.net.listen.EVERY) * hubs.SLOWER
    assert come_back(client, subscription).status_code == 404  # once is enough
    subscription.refresh_from_db()
    assert timedelta(days=9) < subscription.expires_at - clock.now() <= timedelta(days=10)


@pytest.mark.parametrize(
    "given",
    [{"topic": "https://other.example/feed"}, {"mode": "unsubscribe"}, {"mode": "publish"}, {"challenge": ""}, {"challenge": "x" * 3000}],
)
def test_what_we_did_not_ask_is_not_confirmed(client, subscription, source, hub, given):
    hub((202, ""))
    hubs.ask(subscription.pk)
    assert come_back(client, subscription, **given).status_code == 404
    assert not hubs.tells(source)


@pytest.mark.parametrize(
    ("lease", "expected"), [("60", hubs.SHORTEST), ("999999999", hubs.LONGEST), ("soon", hubs.ASKED_FOR), ("", hubs.ASKED_FOR)]
)
def test_a_lease_is_taken_within_reason(client, subscription, hub, lease, expected):
    hub((202, ""))
    hubs.ask(subscription.pk)
    come_back(client, subscription, lease_seconds=lease)
    subscription.refresh_from_db()
    assert abs(subscription.expires_at - clock.now() - expected) < timedelta(minutes=1)


def test_news_hasten_the_reading(client, subscription, source, hub):
    told(client, subscription, hub)
    assert tell(client, subscription).status_code == 202
    source.refresh_from_db()
    assert source.next_at <= clock.now()
    subscription.refresh_from_db()
    assert subscription.told_at is not None


@pytest.mark.parametrize("method", ["sha1", "sha384", "sha512", "SHA256"])
def test_every_signature_of_the_standard_is_understood(client, subscription, source, hub, method):
    told(client, subscription, hub)
    made = hmac.new(subscription.secret["key"].encode(), b"news", method.lower()).hexdigest()
    tell(client, subscription, b"news", f"{method}={made.upper()}")
    source.refresh_from_db()
    assert source.next_at <= clock.now()


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "md5=0", "sha256=" + "é" * 64, "=", "none"])
def test_news_that_are_not_signed_are_taken_for_nothing_and_nobody_learns_it(client, subscription, source, hub, signature):
    told(client, subscription, hub)
    assert tell(client, subscription, signature=signature).status_code == 202
    source.refresh_from_db()
    assert source.next_at > clock.now()


def test_too_much_news_is_refused(client, subscription, source, hub, monkeypatch):
    told(client, subscription, hub)
    monkeypatch.setattr("diapason.listening.sources.views.hub.LARGEST", 10)
    assert tell(client, subscription, b"x" * 11).status_code == 413
    monkeypatch.setattr("diapason.listening.sources.views.hub.IN_A_MINUTE", 0)
    assert tell(client, subscription).status_code == 429


def test_a_hub_is_sent_away_from_what_is_over(client, subscription, source, hub):
    assert client.post(reverse("hub", args=["unknown"]), b"x", content_type="text/xml").status_code == 410
    assert tell(client, subscription).status_code == 410  # not agreed yet
    told(client, subscription, hub)
    Source.objects.update(removed_at=clock.now())
    assert tell(client, subscription).status_code == 410
    Source.objects.update(removed_at=None)
    with time_machine.travel(clock.now() + timedelta(days=11)):
        assert tell(client, subscription).status_code == 410
        assert not hubs.tells(source)


def test_a_lease_is_asked_for_again_before_it_ends(client, subscription, hub):
    told(client, subscription, hub)
    assert hubs.due(clock.now() + timedelta(days=8)) == []
    assert hubs.due(clock.now() + timedelta(days=9, hours=1)) == [subscription.pk]


@pytest.mark.parametrize("answer", [(500, "oops"), (400, "bad topic"), TimeoutError()])
def test_a_hub_that_refuses_is_asked_later_each_time_and_the_feed_is_read_at_its_hours(subscription, source, hub, answer):
    hub(answer)
    waits = []
    for _ in range(3):
        HubSubscription.objects.update(next_at=clock.now())
        Host.objects.update(free_at=clock.now())
        assert not hubs.ask(subscription.pk)
        subscription.refresh_from_db()
        waits.append(subscription.next_at - clock.now())
    assert waits == sorted(waits)
    assert subscription.failures == 3
    assert subscription.error
    assert feeds.every(source) == timedelta(seconds=source.net.listen.EVERY)


def test_a_hub_that_says_no_is_left_alone_for_a_while(client, subscription, source, hub):
    told(client, subscription, hub)
    answer = come_back(client, subscription, mode="denied", reason="No such feed")
    assert answer.status_code == 200
    subscription.refresh_from_db()
    assert (hubs.tells(source), subscription.error) == (False, "No such feed")


def test_a_house_address_is_not_asked(source):
    hubs.note(source, "http://127.0.0.1:9/hub", TOPIC)
    found = HubSubscription.objects.get()
    assert not hubs.ask(found.pk)
    found.refresh_from_db()
    assert found.error == "Refused"

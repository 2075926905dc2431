"""Places that anybody may search or read: their words come in, at their pace."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from diapason.core import clock, http
from diapason.listening.models import Article, Host, Source
from diapason.listening.sources import hosts, managing, open_searches, reading, signs
from diapason.listening.sources.managing import Place
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.serving import load
from diapason.territory import addresses

pytestmark = pytest.mark.django_db(transaction=True)


def those(way: str) -> list[str]:
    return [
        network.slug
        for network in registry.networks().values()
        if network.can(way) and network.manifest.auth.get("open") and (network.folder / "fake.py").exists()
    ]


def kept_whole(slug: str) -> bool:
    """Whether all that it brings is kept, after its page was asked for."""
    return getattr(registry.get(slug).search, "ARTICLES", False)


@pytest.fixture
def fake(monkeypatch):
    """A network in memory, wherever it is asked."""

    def set_up(slug: str):
        made = load(slug, rates=False)
        monkeypatch.setattr(http, "client", lambda **options: made.client())
        monkeypatch.setattr(hosts, "PAUSE", timedelta())
        return made

    return set_up


async def heard(brand) -> list[str]:
    found = await sync_to_async(store().search)(Search(brand.pk), 100)
    return sorted(mention.text for mention in found.mentions)


async def read(source: Source) -> Source:
    await Source.objects.filter(pk=source.pk).aupdate(next_at=clock.now())
    await Host.objects.aupdate(free_at=clock.now())
    await reading.read_host(source.host, [source.pk])
    await source.arefresh_from_db()
    return source


@pytest.mark.parametrize("slug", those("search"))
async def test_what_is_found_with_some_words_is_heard(slug, fake, owner, brand, ask, monkeypatch):
    await sync_to_async(ask)("lampe")
    network, made = registry.get(slug), fake(slug)
    made.say("julie", "Une lampe de la Maison Lumen", title="Une lampe")
    made.say("marc", "Une bougie de la Maison Lumen", title="Une bougie")
    source = await sync_to_async(open_searches.add)(owner, network, "Maison  Lumen")
    monkeypatch.setattr(open_searches, "Connection", lambda address, session: Connection(made.url, session))
    await read(source)
    assert (source.failures, source.error) == (0, "")
    if kept_whole(slug):
        assert await Article.objects.acount() == 2
    else:
        [text] = await heard(brand)
        assert "lampe" in text


async def test_words_are_searched_once_in_each_place(owner, brand):
    [slug, other] = those("search")[:2]
    await sync_to_async(open_searches.add)(owner, registry.get(slug), "Maison Lumen")
    await sync_to_async(open_searches.add)(owner, registry.get(other), "Maison Lumen")
    with pytest.raises(managing.CannotAdd, match="searched there already"):
        await sync_to_async(open_searches.add)(owner, registry.get(slug), "maison   lumen")
    source = await Source.objects.aget(network=slug)
    await sync_to_async(managing.remove)(owner, source)
    again = await sync_to_async(open_searches.add)(owner, registry.get(slug), "Maison Lumen")
    assert again.pk == source.pk


async def test_a_removed_search_comes_back_although_the_same_words_are_searched_elsewhere(owner, brand):
    [slug, other] = those("search")[:2]
    source = await sync_to_async(open_searches.add)(owner, registry.get(slug), "Lumen")
    await sync_to_async(open_searches.add)(owner, registry.get(other), "Lumen")
    await sync_to_async(managing.remove)(owner, source)
    await source.arefresh_from_db()
    await sync_to_async(managing.restore)(owner, source)
    assert await Source.objects.filter(removed_at=None).acount() == 2


async def test_a_place_that_asks_for_a_pause_is_given_it(owner, brand):
    for slug in those("search"):
        source = await sync_to_async(open_searches.add)(owner, registry.get(slug), f"Lumen {slug}")
        asked = getattr(registry.get(slug).search, "PAUSE", 0)
        assert await sync_to_async(reading.pause_of)(source.pk) == max(hosts.PAUSE, timedelta(seconds=asked))
    assert await sync_to_async(hosts.claim)("slow.example")
    left = clock.now()
    await sync_to_async(hosts.leave)("slow.example", None, timedelta(seconds=6))
    assert (await Host.objects.aget(pk="slow.example")).free_at >= left + timedelta(seconds=6)


@pytest.mark.parametrize("slug", those("listen"))
async def test_a_forum_brings_what_a_query_finds_with_the_replies_of_a_topic_that_it_finds(slug, fake, owner, brand, ask):
    network = registry.get(slug)
    if not network.manifest.auth.get("signs"):
        pytest.skip("no forum")
    await sync_to_async(ask)("lampe")
    made = fake(slug)
    topic = made.say("julie", "Que penser de ce modèle ?", title="La lampe de la Maison Lumen")
    made.say("marc", "Très déçu.", parent=topic)
    made.say("olga", "Bonjour à tous", title="Présentations")
    source = await sync_to_async(managing.add)(owner, Place(slug, made.url, "Forum"))
    await read(source)
    assert (source.failures, source.error) == (0, "")
    assert await heard(brand) == ["Que penser de ce modèle ?", "Très déçu."]
    kinds = {mention.kind for mention in (await sync_to_async(store().search)(Search(brand.pk), 9)).mentions}
    assert kinds == {"thread", "comment"}


@pytest.mark.parametrize("slug", those("listen"))
def test_a_forum_is_recognised_by_its_pages_and_a_site_is_left_to_its_feed(slug, fake, monkeypatch):
    network, feeds = registry.get(slug), managing.feeds()
    if network == feeds:
        pytest.skip("it needs no sign")
    made = fake(slug)
    monkeypatch.setattr(addresses, "normalise", lambda network, typed: made.url + "/")
    monkeypatch.setattr(http, "stream", lambda url, headers=None: made.client().stream("GET", url))
    assert signs.likely("forum.example", managing.open_networks()) == [network, feeds]
    monkeypatch.setattr(signs, "page", lambda typed, network: "<title>a blog</title>")
    assert signs.likely("blog.example", managing.open_networks()) == [feeds]


def test_a_site_that_does_not_answer_is_left_to_its_feed(monkeypatch):
    assert signs.likely("http://127.0.0.1:9/", managing.open_networks()) == [managing.feeds()]
    assert signs.likely("not an address", managing.open_networks()) == [managing.feeds()]


def test_a_person_chooses_where_and_what(client, yanis, brand):
    client.force_login(yanis)
    url = reverse("new_open_search", args=[brand.slug])
    page = client.get(url)
    networks = open_searches.networks()
    assert all(f'value="{network.slug}"' in page.text for network in networks)
    answer = client.post(url, {"network": networks[0].slug, "words": "Maison Lumen", "folder": "Presse"})
    assert answer.status_code == 302
    source = Source.objects.get()
    assert (source.network, source.words, source.folder, source.host != "") == (networks[0].slug, "Maison Lumen", "Presse", True)
    again = client.post(url, {"network": networks[0].slug, "words": "maison lumen"})
    assert (again.status_code, "searched there already" in again.text, "maison lumen" in again.text) == (422, True, True)
    assert client.post(url, {"network": "radio", "words": "x"}).status_code == 422

"""A page is watched: a mention when its words change, with what came and what went."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from diapason.core import clock
from diapason.core.tests.answering import reply
from diapason.listening.models import Host, Source
from diapason.listening.sources import condition, managing, reading
from diapason.listening.sources.web import fetching, pages
from diapason.listening.sources.web.tests.conftest import Site
from diapason.listening.store import store
from diapason.listening.store.base import Search

pytestmark = pytest.mark.django_db(transaction=True)


def page(*lines: str, head: str = "", **headers: str) -> bytes:
    body = f"<html><head>{head}<title>Prix</title></head><body><nav>Accueil</nav>{''.join(lines)}</body></html>"
    return reply(body.encode(), content_type="text/html; charset=utf-8", **headers)


async def heard(brand: int) -> list:
    return (await sync_to_async(store().search)(Search(brand), 100)).mentions


@dataclass
class Watch:
    site: Site
    owner: Any

    async def begin(self, **more: Any) -> Source:
        source: Source = await sync_to_async(pages.watch)(self.owner, self.site.address("/prix"), **more)
        return source

    async def look(self, source: Source, body: bytes | None = None) -> list:
        """Answers with a body and looks; what was heard so far, the latest first."""
        if body is not None:
            self.site.pages["/prix"] = body
        await Source.objects.filter(pk=source.pk).aupdate(next_at=clock.now())
        await Host.objects.aupdate(free_at=clock.now())
        await reading.read_host(source.host, [source.pk])
        await source.arefresh_from_db()
        return await heard(source.workspace_id)


@pytest.fixture
async def watched(site, brand, owner, no_pause):
    """A page that may be watched."""
    async with site() as here:
        here.pages["/prix"] = page("<p>Lampe : 49 €</p>")
        yield Watch(here, owner)


async def test_the_first_look_tells_nothing_and_a_change_what_came_and_what_went(watched, brand):
    source = await watched.begin()
    assert (source.name, await heard(brand.pk)) == ("Accueil", [])
    assert await watched.look(source) == []
    [mention] = await watched.look(source, page("<p>Lampe : 59 €</p><p>Abat-jour</p>"))
    assert mention.text == "+ Lampe : 59 €\n+ Abat-jour\n− Lampe : 49 €"
    assert (mention.kind, mention.url, mention.title) == ("page", source.address, "Accueil")
    assert (mention.data["added"], mention.data["removed"]) == (2, 1)
    assert len(await watched.look(source)) == 1
    assert timedelta(minutes=50) < source.next_at - clock.now() < timedelta(minutes=70)


async def test_the_same_change_told_again_later_is_another_mention(watched, brand):
    source = await watched.begin(selector="p")
    await watched.look(source, page("<p>Lampe : 59 €</p>"))
    await watched.look(source, page("<p>Lampe : 49 €</p>"))
    assert len(await watched.look(source, page("<p>Lampe : 59 €</p>"))) == 3


async def test_only_the_chosen_part_is_looked_at(watched, brand):
    watched.site.pages["/prix"] = page("<p id=prix>49 €</p><p>Publicité A</p>")
    source = await watched.begin(selector="#prix", name="Prix")
    assert await watched.look(source, page("<p id=prix>49 €</p><p>Publicité B</p>")) == []
    assert len(await watched.look(source, page("<p id=prix>55 €</p><p>Publicité C</p>"))) == 1


async def test_a_page_that_did_not_change_is_not_sent_again(watched, brand):
    watched.site.pages["/prix"] = page("<p>Lampe</p>", etag='"v1"')
    source = await watched.begin()
    assert json.loads(source.cursor)["etag"] == '"v1"'
    assert await watched.look(source, reply(b"", status="304 Not Modified")) == []
    assert source.failures == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (page("<p>x</p>", head='<meta name="robots" content="noarchive">'), "reserved"),
        (page("<p>x</p>", x_robots_tag="none"), "reserved"),
        (reply(b"", content_type="text/html"), "empty"),
        (reply(b"", status="404 Not Found"), "gone"),
        (reply(b"", status="403 Forbidden"), "closed"),
        (reply(b"PNG", content_type="image/png"), "not_a_page"),
        (reply(b"<p>" + b"x" * 4_000_000, content_type="text/html"), "too_large"),
        (reply(b"", status="503 Busy"), "temporary"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_page_that_cannot_be_had_says_why_and_what_was_seen_stays(watched, brand, body, code):
    source = await watched.begin()
    before = json.loads(source.cursor)["lines"]
    assert await watched.look(source, body) == []
    assert (source.error_code, source.failures) == (code, 1)
    assert await sync_to_async(condition.trouble)(source) != ""
    assert json.loads(source.cursor)["lines"] == before
    [mention] = await watched.look(source, page("<p>Lampe : 59 €</p>"))
    assert (mention.data["added"], mention.data["removed"], source.failures) == (1, 1, 0)


async def test_a_part_that_is_gone_is_trouble_and_no_change(watched, brand):
    watched.site.pages["/prix"] = page("<p id=prix>49 €</p>")
    source = await watched.begin(selector="#prix", name="Prix")
    assert await watched.look(source, page("<p>49 €</p>")) == []
    assert source.error_code == "no_part"


async def test_robots_txt_is_asked_first(watched, brand, owner):
    watched.site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /prix")
    with pytest.raises(managing.CannotAdd, match=r"robots\.txt"):
        await watched.begin()
    assert ("news.example", "/prix") not in watched.site.asked


async def test_a_page_is_watched_once(watched, brand):
    await watched.begin()
    with pytest.raises(managing.CannotAdd, match="watched already"):
        await watched.begin()
    await watched.begin(selector="p", name="Un autre morceau")


async def test_a_house_address_is_refused(owner, brand):
    with pytest.raises(managing.CannotAdd, match="private network"):
        await sync_to_async(pages.watch)(owner, "http://127.0.0.1/admin")


def test_a_person_chooses_the_page_the_part_and_how_often(client, yanis, brand, monkeypatch):
    client.force_login(yanis)
    monkeypatch.setattr(pages, "look", lambda address, selector: (fetching.Page(address, "text/html", b""), ["Nos prix", "49 €"]))
    url = reverse("new_page", args=[brand.slug])
    assert client.get(url).status_code == 200
    answer = client.post(
        url, {"address": "example.org/prix", "selector": "#prix", "minutes": "360", "name": "", "folder": "Concurrents"}, follow=True
    )
    source = Source.objects.get()
    assert (source.name, source.address, source.selector, source.minutes) == ("Nos prix", "https://example.org/prix", "#prix", 360)
    assert "49 €" in answer.text
    wrong = client.post(url, {"address": "example.org/prix", "selector": "p[", "minutes": "360"})
    assert (wrong.status_code, "not a CSS selector" in wrong.text) == (422, True)
    saved = client.post(reverse("source", args=[brand.slug, source.pk]), {"name": "Prix", "minutes": "1440"})
    source.refresh_from_db()
    assert (saved.status_code, source.minutes) == (302, 1440)


def test_a_page_that_cannot_be_had_is_not_added(client, yanis, brand, monkeypatch):
    client.force_login(yanis)

    def refuse(address, selector):
        raise managing.CannotAdd("The page is no longer at its address.")

    monkeypatch.setattr(pages, "look", refuse)
    answer = client.post(reverse("new_page", args=[brand.slug]), {"address": "example.org/prix", "minutes": "60"})
    assert (answer.status_code, "no longer at its address" in answer.text) == (422, True)
    assert Source.objects.count() == 0

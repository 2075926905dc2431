"""Articles are heard with their whole text where their site lets us, else with what the feed gave and the reason; none is lost, none comes
twice."""

import asyncio
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import sync_to_async

from diapason.core import clock
from diapason.core.tests.answering import reply
from diapason.listening import pipeline
from diapason.listening.models import Article, Host, Robots, Source
from diapason.listening.sources import reading
from diapason.listening.sources.web import articles, fetching
from diapason.listening.sources.web.reasons import REASONS
from diapason.listening.sources.web.tests.test_reader import ARTICLE, LONG
from diapason.listening.store import store
from diapason.listening.store.base import Search

pytestmark = pytest.mark.django_db(transaction=True)

HTML = {"content_type": "text/html; charset=utf-8"}


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><guid>{link}</guid><title>Une lampe</title><link>{link}</link><description>Deux lignes.</description></item>"
        for link in links
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Le Progrès</title>{items}</channel></rss>'
    return reply(body.encode(), content_type="application/rss+xml")


async def make(factory, *args, **more):
    return await sync_to_async(factory)(*args, **more)


async def heard(brand) -> list:
    found = await sync_to_async(store().search)(Search(brand.pk), 500)
    return found.mentions


async def read_all(source) -> None:
    """The feed, then what waits, as the worker does."""
    await Source.objects.filter(pk=source.pk).aupdate(next_at=clock.now())
    await reading.read_host(source.host, [source.pk])
    for _ in range(10):
        await Host.objects.aupdate(free_at=clock.now())
        for host, waiting in (await sync_to_async(articles.due)(clock.now())).items():
            await articles.read_host(host, waiting)


@pytest.fixture
async def told(site, feed, brand, no_pause):
    """What is heard of one article whose site answers `pages` beside its feed: the mention, and the site."""

    async def tell(page: bytes = reply(ARTICLE.encode(), **HTML), **pages: bytes):
        async with site() as here:
            link = here.address("/lampe")
            here.pages = {"/feed": rss(link), "/lampe": page, **{f"/{name.replace('_', '.')}": body for name, body in pages.items()}}
            source = await make(feed, here.address("/feed"))
            await read_all(source)
        found = await heard(brand)
        return (found[0] if found else None), here

    return tell


async def test_an_article_is_heard_with_its_whole_text(told, brand):
    mention, site = await told()
    assert mention.text.startswith(LONG.strip())
    assert (mention.title, mention.language, mention.data["page"]) == ("Une lampe", "fr", "whole")
    assert [path for _host, path in site.asked] == ["/feed", "/robots.txt", "/lampe"]
    assert await Article.objects.acount() == 0
    source = await Source.objects.aget()
    assert (source.brought, source.last_said_at) == (1, mention.said_at)


async def test_a_query_finds_what_stands_in_the_tenth_line(told, brand, ask, owner):
    query = await make(ask, "soirées AND lecteurs")
    mention, _site = await told()
    found = await sync_to_async(store().search)(Search(brand.pk, wording=query.shown_id), 5)
    assert [each.id for each in found.mentions] == [mention.id]


@pytest.mark.parametrize(
    ("page", "pages", "reason"),
    [
        (reply(ARTICLE.encode(), **HTML), {"robots_txt": reply(b"User-agent: *\nDisallow: /lampe")}, "robots"),
        (reply(ARTICLE.encode(), x_robots_tag="noarchive", **HTML), {}, "reserved"),
        (reply(ARTICLE.replace("<head>", '<head><meta name="robots" content="noindex">').encode(), **HTML), {}, "reserved"),
        (reply(ARTICLE.replace("<head>", '<head><meta property="article:content_tier" content="locked">').encode(), **HTML), {}, "sold"),
        (reply(b"", status="403 Forbidden"), {}, "closed"),
        (reply(b"", status="410 Gone"), {}, "gone"),
        (reply(b"", status="418 Teapot"), {}, "refused"),
        (reply(b"%PDF-1.7", content_type="application/pdf"), {}, "not_a_page"),
        (reply(b"<p>Rien.</p>", **HTML), {}, "short"),
        (reply(b"", **HTML), {}, "short"),
        (reply(b"", status="302 Found", location="/lampe"), {}, "around"),
        (reply(b"", status="302 Found", location="javascript:alert(1)"), {}, "gone"),
        (b"nonsense\r\n\r\n", {}, "unreachable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_had_is_heard_as_the_feed_gave_it_with_the_reason(told, page, pages, reason, monkeypatch):
    monkeypatch.setattr(articles, "AGAIN", timedelta())
    mention, _site = await told(page, **pages)
    assert (mention.text, mention.data["page"]) == ("Deux lignes.", reason)
    assert reason in REASONS
    assert await Article.objects.acount() == 0


async def test_a_robots_file_that_fails_closes_the_site_until_it_answers(told, monkeypatch):
    mention, site = await told(robots_txt=reply(b"", status="503 Busy"))
    assert mention is None
    assert [path for _host, path in site.asked if path == "/lampe"] == []
    waiting = await Article.objects.aget()
    assert waiting.next_at > clock.now() + timedelta(minutes=1)
    assert await Robots.objects.acount() == 0


async def test_a_robots_file_is_asked_once_a_day(site, feed, brand, no_pause):
    async with site() as here:
        here.pages = {"/feed": rss(here.address("/a"), here.address("/b")), "/a": reply(ARTICLE.encode(), **HTML)}
        source = await make(feed, here.address("/feed"))
        await read_all(source)
        assert [path for _host, path in here.asked].count("/robots.txt") == 1
        here.pages["/feed"] = rss(here.address("/c"))
        with time_machine.travel(clock.now() + timedelta(hours=25)):
            await read_all(source)
        assert [path for _host, path in here.asked].count("/robots.txt") == 2


async def test_what_waits_too_long_is_heard_without_its_page(site, feed, brand, no_pause):
    async with site() as here:
        here.pages = {"/feed": rss(*(here.address(f"/{number}") for number in range(5)))}
        source = await make(feed, here.address("/feed"))
        await reading.read_host(source.host, [source.pk])
        assert await heard(brand) == []
        assert await sync_to_async(articles.hear_late)(clock.now()) == 0
        assert await sync_to_async(articles.hear_late)(clock.now() + articles.PATIENCE + timedelta(seconds=1)) == 5
    assert [mention.data["page"] for mention in await heard(brand)] == ["busy"] * 5
    assert await Article.objects.acount() == 0


async def test_an_article_on_another_site_waits_for_its_turn_there_and_asks_its_robots(site, feed, brand, no_pause):
    async with site() as here:
        away = here.address("/suite", host="other.example")
        here.pages = {
            "/feed": rss(here.address("/lampe")),
            "/lampe": reply(b"", status="301 Moved", location=away),
            "/suite": reply(ARTICLE.encode(), **HTML),
        }
        source = await make(feed, here.address("/feed"))
        await read_all(source)
        assert [host for host, path in here.asked if path == "/robots.txt"] == ["news.example", "other.example"]
    [mention] = await heard(brand)
    assert (mention.data["page"], mention.url) == ("whole", here.address("/lampe"))


async def test_a_page_cannot_lead_inside(site, feed, brand, no_pause, monkeypatch):
    async with site() as here:
        here.pages = {
            "/feed": rss(here.address("/lampe")),
            "/lampe": reply(b"", status="302 Found", location="http://169.254.169.254/latest/"),
        }
        source = await make(feed, here.address("/feed"))
        monkeypatch.setattr("diapason.core.http.is_public", lambda address: address == "127.0.0.1")

        async def resolve(host: str, port: int) -> list[str]:
            return ["127.0.0.1" if host == "news.example" else host]

        monkeypatch.setattr("diapason.core.http.resolve", resolve)
        await read_all(source)
    [mention] = await heard(brand)
    assert (mention.data["page"], mention.text) == ("private", "Deux lignes.")


async def test_a_feed_that_gives_the_article_itself_is_taken_at_its_word(site, feed, brand, no_pause):
    async with site() as here:
        whole = rss(here.address("/lampe")).replace(b"Deux lignes.", LONG.encode() * 30)
        here.pages = {"/feed": whole.replace(b"content-length", b"x-length")}
        source = await make(feed, here.address("/feed"))
        await read_all(source)
        assert [path for _host, path in here.asked] == ["/feed"]
    [mention] = await heard(brand)
    assert "page" not in mention.data


@pytest.mark.parametrize("change", [{"reads_articles": False}, {"paused_at": clock.now()}, {"removed_at": clock.now()}])
async def test_articles_of_a_source_that_wants_them_no_more_are_heard_as_they_are(site, feed, brand, no_pause, change):
    async with site() as here:
        here.pages = {"/feed": rss(here.address("/lampe"))}
        source = await make(feed, here.address("/feed"))
        await reading.read_host(source.host, [source.pk])
        await Source.objects.aupdate(**change)
        [waiting] = [each async for each in Article.objects.all()]
        await articles.read(waiting.pk)
        assert ("news.example", "/lampe") not in here.asked
    assert len(await heard(brand)) == 1


async def test_a_source_that_does_not_read_articles_is_heard_at_once(site, feed, brand, no_pause):
    async with site() as here:
        here.pages = {"/feed": rss(here.address("/lampe"))}
        source = await make(feed, here.address("/feed"), reads_articles=False)
        await reading.read_host(source.host, [source.pk])
    assert [mention.text for mention in await heard(brand)] == ["Deux lignes."]


async def test_an_article_is_heard_once_whoever_asks_for_it(told, brand):
    await told()
    [mention] = await heard(brand)
    assert await sync_to_async(articles.hear)(12345, "busy") is False
    again = await sync_to_async(pipeline.take_in)(brand, [mention])
    assert again.new == []
    assert (await Source.objects.aget()).brought == 1


async def test_a_killed_reading_leaves_the_article_waiting(site, feed, brand, no_pause, monkeypatch):
    async with site() as here:
        here.pages = {"/feed": rss(here.address("/lampe")), "/lampe": reply(ARTICLE.encode(), **HTML)}
        source = await make(feed, here.address("/feed"))
        await reading.read_host(source.host, [source.pk])

        def killed(workspace, mentions, **more):
            raise SystemExit

        with monkeypatch.context() as during:
            during.setattr(pipeline, "take_in", killed)
            with pytest.raises(SystemExit):
                await articles.read((await Article.objects.aget()).pk)
        assert (await Article.objects.acount(), await heard(brand)) == (1, [])
        await articles.read((await Article.objects.aget()).pk)
    assert [mention.data["page"] for mention in await heard(brand)] == ["whole"]


async def test_a_site_that_asks_to_wait_is_left_alone(site, feed, brand, no_pause):
    async with site() as here:
        here.pages = {
            "/feed": rss(here.address("/a"), here.address("/b")),
            "/a": reply(b"", status="429 Slow down", retry_after="300"),
            "/b": reply(b"", status="429 Slow down", retry_after="300"),
        }
        source = await make(feed, here.address("/feed"))
        await reading.read_host(source.host, [source.pk])
        await Host.objects.aupdate(free_at=clock.now())
        [(host, waiting)] = (await sync_to_async(articles.due)(clock.now())).items()
        await articles.read_host(host, waiting)
        assert len([path for _host, path in here.asked if path in {"/a", "/b"}]) == 1
        assert await sync_to_async(articles.due)(clock.now() + timedelta(minutes=4)) == {}


# ── Pages that attack ────────────────────────────────────────────────────────────────────────────────────────────────
def zipped(megabytes: int) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(b"<p>x" * 250_000) for _ in range(megabytes)), packer.flush()])


@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        (reply(zipped(200), content_encoding="gzip", **HTML), {"too_large"}),
        (reply(b"<p>" + b"x" * 4_000_000, **HTML), {"too_large"}),
        (reply(b"<div>" * 600_000, **HTML), {"short", "too_heavy"}),
        (reply(b"<table><tr><td>" * 150_000, **HTML), {"short", "too_heavy"}),
        (reply(b"<a href='x'>y</a>" * 170_000, **HTML), {"short", "too_heavy", "whole"}),
        (reply(b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">", **HTML), {"short", "too_heavy"}),
        (reply(b"&" * 2_900_000, **HTML), {"short", "too_heavy", "whole"}),
        (reply(b"<!DOCTYPE html [" + b"<!ENTITY a 'b'>" * 100_000, **HTML), {"short", "too_heavy", "whole"}),
        (reply(b"\0" * 2_000_000, **HTML), {"short"}),
        (reply(bytes(range(256)) * 5_000, **HTML), {"short", "too_heavy", "whole"}),
    ],
    ids=["1 GB zipped", "4 MB", "deep", "deep tables", "links", "attributes", "ampersands", "entities", "zeros", "noise"],
)
async def test_a_page_made_to_hurt_costs_what_we_allow_and_loses_nothing(told, page, reasons, monkeypatch):
    monkeypatch.setattr(fetching, "WORK_SECONDS", 3)
    mention, _site = await told(page)
    assert mention.data["page"] in reasons
    assert len(mention.text) <= 50_000


async def test_a_page_that_never_ends_is_left(site, feed, brand, no_pause, monkeypatch):
    """One byte now and then: each comes in time."""

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        if path == b"/robots.txt":
            writer.write(reply(b"", status="404 Not Found"))
        else:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>")
            for _ in range(100):
                await writer.drain()
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.Event().wait(), 0.05)  # sleep takes no time in these tests
                writer.write(b"x")
        writer.close()

    monkeypatch.setattr(fetching, "FETCH_SECONDS", 0.5)
    monkeypatch.setattr(articles, "TRIES", 1)
    async with site() as here, await asyncio.start_server(slowly, "127.0.0.1", 0) as slow:
        port = slow.sockets[0].getsockname()[1]
        here.pages = {"/feed": rss(f"http://slow.example:{port}/page")}
        source = await make(feed, here.address("/feed"))
        await read_all(source)
    [mention] = await heard(brand)
    assert mention.data["page"] == "unreachable"

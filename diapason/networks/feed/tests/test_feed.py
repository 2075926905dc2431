"""Feeds as they are published, well or badly."""

import json
from datetime import UTC, datetime

import httpx2
import pytest
import time_machine

from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Temporary
from diapason.networks.feed import auth, client, listen

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Le blog d’Élise</title><link>https://blog.example/</link>
<item><guid isPermaLink="false">a1</guid><title>L’été &amp; la mer</title><link>/ete</link>
<pubDate>Sat, 21 Nov 2026 10:00:00 +0100</pubDate>
<description>&lt;p&gt;Bonjour &lt;b&gt;vous&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description><category>mer</category></item>
<item><link>https://blog.example/sans-date</link><title>Sans date</title></item>
<item><title>Sans rien</title><description>Ni adresse ni nom</description><pubDate>hier soir</pubDate></item>
<item><guid isPermaLink="false">futur</guid><title>Demain</title><pubDate>Sat, 01 Jan 2050 00:00:00 GMT</pubDate></item>
<item><guid isPermaLink="false">a1</guid><title>Un double</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><link href="https://atom.example/"/>
<entry><id>tag:atom.example,2026:1</id><title>Une entrée</title><link href="https://atom.example/1"/><author><name>Élise</name></author>
<updated>2026-11-20T08:00:00Z</updated><content type="html">&lt;p&gt;Corps&lt;/p&gt;</content></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "JSON",
    "home_page_url": "https://json.example/",
    "items": [
        {"id": 7, "url": "https://json.example/7", "content_text": "Un\n\nDeux <b>", "date_published": "2026-11-19T08:00:00+01:00"},
        "not an item",
        {"id": "8", "title": None, "content_html": "<p>Oui</p>", "date_published": "nope", "authors": "Élise", "tags": {"a": 1}},
    ],
}


def feed(*answers: httpx2.Response, url: str = "https://blog.example/feed") -> Connection:
    """A connection to a site that gives these answers, one after the other; the last for ever."""
    left = list(answers)

    def handle(request: httpx2.Request) -> httpx2.Response:
        return left.pop(0) if len(left) > 1 else left[0]

    return Connection(url, httpx2.AsyncClient(transport=httpx2.MockTransport(handle)))


def page(body: str | bytes, **headers: str) -> httpx2.Response:
    return httpx2.Response(200, content=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@time_machine.travel("2026-11-21T12:00:00Z", tick=False)
async def test_items_come_with_their_words_dates_and_names_however_badly_they_are_given():
    messages = (await listen.read(feed(page(RSS, content_type="application/rss+xml")), "")).messages
    assert [message.text for message in messages] == [
        "L’été & la mer\n\nBonjour vous",
        "Sans date",
        "Sans rien\n\nNi adresse ni nom",
        "Demain",
    ]
    first, undated, bare, future = messages
    assert (first.remote_id, first.url, first.data["tags"]) == ("a1", "https://blog.example/ete", ["mer"])
    assert first.sent_at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert first.html == "<p>Bonjour <b>vous</b></p>"
    assert first.author.name == "Le blog d’Élise"
    assert undated.remote_id == "https://blog.example/sans-date"
    assert bare.remote_id.startswith("sha256:")
    assert undated.sent_at == bare.sent_at == future.sent_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


async def test_atom_and_json_feeds_are_read_too():
    [entry] = (await listen.read(feed(page(ATOM)), "")).messages
    assert (entry.text, entry.author.name, entry.url) == ("Une entrée\n\nCorps", "Élise", "https://atom.example/1")
    seven, eight = (await listen.read(feed(page(json.dumps(JSON))), "")).messages
    assert (seven.remote_id, seven.text, seven.sent_at) == ("7", "Un\n\nDeux <b>", datetime(2026, 11, 19, 7, tzinfo=UTC))
    assert (eight.text, eight.data["tags"]) == ("Oui", [])


async def test_each_item_is_given_once_and_an_unchanged_feed_is_not_even_read():
    more = RSS.replace("<item>", "<item><guid>a0</guid><title>Neuf</title></item><item>", 1)
    connection = feed(page(RSS, etag='"1"', last_modified="Sat, 21 Nov 2026 09:00:00 GMT"), httpx2.Response(304), page(more), page(more))
    first = await listen.read(connection, "")
    unchanged = await listen.read(connection, first.cursor)
    assert (unchanged.messages, unchanged.cursor) == ((), first.cursor)
    second = await listen.read(connection, unchanged.cursor)
    assert [message.text for message in second.messages] == ["Neuf"]
    assert (await listen.read(connection, second.cursor)).messages == ()


async def test_what_was_said_of_the_last_reading_is_said_back_to_the_site():
    asked = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers)
        return page(ATOM, etag='W/"x"', last_modified="Sat, 21 Nov 2026 09:00:00 GMT")

    connection = Connection("https://a.example/", httpx2.AsyncClient(transport=httpx2.MockTransport(handle)))
    await listen.read(connection, (await listen.read(connection, "")).cursor)
    assert "if-none-match" not in asked[0]
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('W/"x"', "Sat, 21 Nov 2026 09:00:00 GMT")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RSS.encode("windows-1252", "xmlcharrefreplace").replace(b"utf-8", b"windows-1252"), "application/rss+xml"),
        (RSS.encode("windows-1252", "xmlcharrefreplace"), "application/rss+xml"),  # says utf-8, and is not
        (RSS.encode("utf-16"), "application/xml; charset=utf-16"),
        (RSS.encode(), "text/html; charset=iso-8859-1"),
        (b"\n\n  " + RSS.encode(), "text/plain"),
        (RSS.encode().replace(b"</channel></rss>", b""), "application/rss+xml"),
        (RSS.encode().replace(b"d\xe2\x80\x99", b"d\xff"), "application/rss+xml"),
    ],
    ids=["windows", "lying", "utf-16", "latin header", "leading spaces", "cut", "broken bytes"],
)
async def test_a_wrong_encoding_or_a_cut_feed_is_still_read(body, content_type):
    messages = (await listen.read(feed(page(body, content_type=content_type)), "")).messages
    assert "a1" in [message.remote_id for message in messages]


async def test_the_feed_of_a_site_is_found_from_its_page():
    site = page(
        '<html><head><link rel="stylesheet" href="/a.css"><LINK href=/comments.xml?a=1&amp;b=2 type="application/rss+xml" rel="alternate">',
        content_type="text/html",
    )
    asked = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return site if request.url.path == "/" else page(RSS)

    connection = Connection("https://blog.example/", httpx2.AsyncClient(transport=httpx2.MockTransport(handle)))
    found = await auth.connect(connection, {})
    assert asked == ["https://blog.example/", "https://blog.example/comments.xml?a=1&b=2"]
    assert (found.base_url, found.name, found.url) == (asked[1], "Le blog d’Élise", "https://blog.example/")
    assert (await auth.check(feed(page(RSS)))).name == "Le blog d’Élise"


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (page("<html><p>A bakery"), Permanent, "not_a_feed"),
        (page(""), Permanent, "not_a_feed"),
        (page("{"), Permanent, "not_a_feed"),
        (page('{"version": "https://jsonfeed.org/version/1"' + "," * 9), Permanent, "not_a_feed"),
        (page("[" * 100_000), Permanent, "not_a_feed"),
        (page(bytes(range(256)) * 10), Permanent, "not_a_feed"),
        (httpx2.Response(404), Permanent, "gone"),
        (httpx2.Response(410), Permanent, "gone"),
        (httpx2.Response(401), Permanent, "closed"),
        (httpx2.Response(400), Permanent, "unreadable"),
        (httpx2.Response(503), Temporary, ""),
        (httpx2.Response(429, headers={"retry-after": "60"}), RateLimited, ""),
    ],
)
async def test_what_is_not_a_feed_is_said_in_words(answer, error, code):
    with pytest.raises(NetworkError) as refused:
        await auth.connect(feed(answer), {})
    assert (type(refused.value), refused.value.code) == (error, code)


async def test_a_body_that_is_the_name_of_a_file_is_not_opened():
    with pytest.raises(Permanent):
        await auth.connect(feed(page("/etc/passwd")), {})
    assert await client.parse(client.Fetched("https://a.example", "", b"file:///etc/passwd")) is None


def long_feed(count: int, *, first: int = 0, backwards: bool = False) -> str:
    numbers = range(first, first + count)
    items = "".join(
        f"<item><guid>i{number}</guid><title>No {number}</title></item>" for number in (reversed(numbers) if backwards else numbers)
    )
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


@pytest.mark.parametrize("backwards", [False, True], ids=["oldest first", "newest first"])
async def test_a_feed_of_many_items_is_given_page_by_page_and_none_is_left_out(backwards):
    asked = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers.get("if-none-match"))
        body = long_feed(1200 if len(asked) < 4 else 1203, backwards=backwards)
        return page(body, etag='"1"') if len(asked) < 5 else httpx2.Response(304)

    connection = Connection("https://a.example/", httpx2.AsyncClient(transport=httpx2.MockTransport(handle)))
    cursor, given, sizes = "", set(), []
    for _ in range(5):
        batch = await listen.read(connection, cursor)
        cursor = batch.cursor
        sizes.append((len(batch.messages), batch.more))
        given |= {message.remote_id for message in batch.messages}
    assert sizes == [(500, True), (500, True), (200, False), (3, False), (0, False)]
    assert len(given) == 1203
    assert asked == [None, None, None, '"1"', '"1"']


async def test_what_is_no_longer_in_the_feed_is_no_longer_remembered():
    connection = feed(page(long_feed(50)), page(long_feed(3, first=48)))
    first = await listen.read(connection, "")
    second = await listen.read(connection, first.cursor)
    assert [message.text for message in second.messages] == ["No 50"]
    assert len(json.loads(second.cursor)["known"]) == 3


async def test_a_name_that_is_that_of_the_site_hides_no_item():
    items = "".join(f"<item><guid>https://a.example/</guid><link>/{number}</link><title>No {number}</title></item>" for number in range(3))
    connection = feed(page(f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'))
    first = await listen.read(connection, "")
    assert [message.text for message in first.messages] == ["No 0", "No 1", "No 2"]
    assert (await listen.read(connection, first.cursor)).messages == ()


async def test_a_half_of_a_letter_or_a_mark_before_it_loses_no_json_feed():
    items = [{"id": "1", "content_text": "Bravo \ud83d"}, {"id": "2", "content_text": "Oui"}]
    body = b"\xef\xbb\xbf" + json.dumps({**JSON, "items": items}).encode()
    assert [message.text for message in (await listen.read(feed(page(body)), "")).messages] == ["Bravo", "Oui"]

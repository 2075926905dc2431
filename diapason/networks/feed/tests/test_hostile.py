"""Feeds that attack: each ends with a clear error, in bounded time and memory, and touches nothing of ours."""

import asyncio
import json
import time
import tracemalloc
import zlib
from contextlib import suppress
from functools import partial

import pytest

from diapason.core import http
from diapason.core.tests.answering import reply, server
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, Temporary
from diapason.networks.feed import auth, client, listen, parser

HEAD = '<?xml version="1.0"?>'
ITEM = "<item><title>x</title></item>"


def rss(inside: str, head: str = HEAD) -> bytes:
    return f'{head}<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()


def zipped(megabytes: int) -> bytes:
    """That many megabytes of zeros, as a site would send them."""
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(megabytes)), packer.flush()])


@pytest.fixture
def named(monkeypatch):
    """Names that lead to this machine as though it were public."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(http, "resolve", resolve)
    monkeypatch.setattr(http, "is_public", lambda address: True)


async def read(body: bytes, **headers: str) -> list[str]:
    """The texts read from a feed that a site answers with this body."""
    async with server(lambda path, host: reply(body, **headers)) as port, http.client() as session:
        batch = await listen.read(Connection(f"http://feeds.example:{port}/", session), "")
    return [message.text for message in batch.messages]


async def refusal(body: bytes, **headers: str) -> NetworkError:
    with pytest.raises(NetworkError) as refused:
        await read(body, **headers)
    return refused.value


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (zipped(1000), {"content_encoding": "gzip"}),
        (b"<rss>" + b" " * 50_000_000, {}),
    ],
    ids=["1 GB zipped", "50 MB plain"],
)
async def test_a_bomb_is_left_after_five_megabytes(named, body, headers):
    tracemalloc.start()
    began = time.monotonic()
    error = await refusal(body, **headers)
    peak = tracemalloc.get_traced_memory()[1] - len(body)
    tracemalloc.stop()
    assert (type(error), error.code) == (Permanent, "too_large")
    assert peak < 60_000_000
    assert time.monotonic() - began < 15


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'{HEAD}<!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]>'
OUTSIDE = f'{HEAD}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "a million empty items": rss("<item/>" * 700_000),
    "many items": rss(ITEM * 150_000),
    "deep nesting": rss("<item><description>" + "<a>" * 500_000),
    "deep nesting in text": rss("<item><description>" + "&lt;div&gt;" * 300_000 + "</description></item>"),
    "entities that grow": rss("<item><title>&e11;</title></item>", LAUGHS),
    "an entity of this machine": rss("<item><title>&x;</title></item>", OUTSIDE),
    "ampersands": rss("<item><description><![CDATA[" + "&" * 4_000_000 + "]]></description></item>"),
    "attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(300_000)) + "/>"),
    "open brackets": b"<" * 4_000_000,
    "doctypes": b"<!DOCTYPE " + b"[<!" * 1_000_000,
    "one endless title": rss("<item><title>" + "x" * 4_900_000 + "</title></item>"),
    "JSON items": json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}] * 400_000}).encode(),
    "JSON nesting": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 2_000_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_a_feed_made_to_hurt_costs_what_we_allow_and_no_more(named, monkeypatch, body):
    monkeypatch.setattr(client, "WORK_SECONDS", 1)
    began = time.monotonic()
    texts: list[str] = []
    with suppress(Permanent):  # too heavy, or not a feed
        texts = await read(body)
    assert len(texts) <= parser.AT_ONCE
    assert all(len(text) < 6000 and "root:" not in text for text in texts)
    assert time.monotonic() - began < 15


async def test_a_reader_that_hangs_is_stopped(named, monkeypatch):
    monkeypatch.setattr(client, "PARSE_SECONDS", 0.01)
    assert (await refusal(rss(ITEM))).code == "too_heavy"


async def test_a_site_that_sends_a_byte_a_minute_is_left(monkeypatch, named):
    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n<")
        await writer.drain()
        await asyncio.sleep(1)
        writer.close()

    monkeypatch.setattr(client, "FETCH_SECONDS", 0.3)
    async with await asyncio.start_server(slowly, "127.0.0.1", 0) as slow, http.client() as session:
        port = slow.sockets[0].getsockname()[1]
        with pytest.raises(Temporary) as late:
            await listen.read(Connection(f"http://slow.example:{port}/", session), "")
    assert late.value.code == "slow"


@pytest.mark.parametrize("url", ["http://127.0.0.1/feed", "http://[::1]/", "http://169.254.169.254/latest/", "http://localhost:5432/"])
async def test_an_address_of_the_house_is_refused(url):
    async with http.client() as session:
        with pytest.raises(Permanent) as refused:
            await auth.connect(Connection(url, session), {})
    assert refused.value.code == "address_refused"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/feed", "gopher://example.org/", "javascript:alert(1)", "//x", ""])
async def test_only_the_web_is_read(url):
    async with http.client() as session:
        with pytest.raises(NetworkError):
            await auth.connect(Connection(url, session), {})


def always(answer: bytes, path: str, host: str) -> bytes:
    return answer


async def test_a_public_site_cannot_lead_inside_by_a_redirect_nor_by_the_feed_that_it_names(monkeypatch, settings):
    async def resolve(host: str, port: int) -> list[str]:
        return ["192.168.1.10"]

    monkeypatch.setattr(http, "resolve", resolve)
    away = reply(status="302 Found", location="http://inside.example/")
    named = reply(b'<link rel="alternate" type="application/rss+xml" href="http://inside.example/feed">', content_type="text/html")
    for answer in (away, named):
        async with server(partial(always, answer)) as port, http.client() as session:
            settings.TRUSTED_HOSTS = {f"127.0.0.1:{port}"}
            with pytest.raises(Permanent, match=r"inside\.example") as refused:
                await auth.connect(Connection(f"http://127.0.0.1:{port}/", session), {})
            assert refused.value.code == "address_refused"

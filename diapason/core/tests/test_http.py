"""The guarded client, against a server of this process that answers what it is told."""

import gzip

import httpx2
import pytest

from diapason.core import http
from diapason.core.tests.answering import reply, server


@pytest.fixture
def named(monkeypatch):
    """Names that lead to this machine as though it were public."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(http, "resolve", resolve)
    monkeypatch.setattr(http, "is_public", lambda address: True)


HOUSE = "127.0.0.1 10.0.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1 ::ffff:127.0.0.1 fe80::1%eth0 fd00::1"


INSIDE = "2002:7f00:1:: 64:ff9b::a00:1 64:ff9b::7f00:1"  # addresses of version 4 within version 6


@pytest.mark.parametrize("address", (HOUSE + " " + INSIDE).split())
def test_an_address_of_the_house_is_not_public(address):
    assert not http.is_public(address)


async def test_a_private_address_is_refused():
    for url in ("http://127.0.0.1/", "http://localhost:9/", "http://[::1]/", "file:///etc/passwd", "ftp://example.org/"):
        with pytest.raises((http.Refused, httpx2.UnsupportedProtocol)):
            await http.fetch(url)


async def test_a_redirect_to_a_private_address_is_refused(monkeypatch, settings):
    async def resolve(host: str, port: int) -> list[str]:
        return ["10.1.2.3"]

    monkeypatch.setattr(http, "resolve", resolve)
    async with server(lambda path, host: reply(status="302 Found", location="http://inside.example/")) as port:
        settings.TRUSTED_HOSTS = {f"127.0.0.1:{port}"}
        with pytest.raises(http.Refused, match=r"inside\.example"):
            await http.fetch(f"http://127.0.0.1:{port}/")


async def test_a_redirect_without_a_host_stays_on_the_name_that_was_asked(named):
    def answer(path: str, host: str) -> bytes:
        return reply(status="301 Moved", location="/feed") if path == "/" else reply(f"{host}{path}".encode())

    async with server(answer) as port:
        response, body = await http.fetch(f"http://site.example:{port}/")
    assert body.decode() == f"site.example:{port}/feed"
    assert str(response.url) == f"http://site.example:{port}/feed"


async def test_two_sites_of_one_address_do_not_share_connections(named):
    transport = http.GuardedTransport()
    assert transport.pool("one.example") is not transport.pool("two.example")
    assert transport.pool("one.example") is transport.pool("one.example")


async def test_a_compressed_answer_is_read_and_counted_as_memory_would_hold_it(named):
    bomb = gzip.compress(b"0" * (http.MAX_BYTES + 1))

    def answer(path: str, host: str) -> bytes:
        return reply(bomb if path == "/bomb" else gzip.compress(b"hello"), content_encoding="gzip")

    async with server(answer) as port, http.client() as session:
        assert (await session.get(f"http://site.example:{port}/")).text == "hello"
        with pytest.raises(http.TooLarge):
            await session.get(f"http://site.example:{port}/bomb")


async def test_an_answer_that_never_ends_is_left(named, monkeypatch):
    monkeypatch.setattr(http, "READING_SECONDS", -1)
    async with server(lambda path, host: reply(b"slow")) as port:
        with pytest.raises(httpx2.ReadTimeout):
            await http.fetch(f"http://site.example:{port}/")


async def test_a_name_that_changes_its_answer_is_not_asked_twice(monkeypatch):
    """A hostile name says a public address first, a private one when asked again: the first is what is opened."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    opened = []

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    async def connect(self: object, request: httpx2.Request) -> httpx2.Response:
        opened.append((request.url.host, request.headers["host"], request.extensions["sni_hostname"]))
        return httpx2.Response(200, content=b"")

    monkeypatch.setattr(http, "resolve", resolve)
    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", connect)
    await http.fetch("https://rebinding.example/")
    assert opened == [("93.184.216.34", "rebinding.example", "rebinding.example")]


async def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    monkeypatch.setattr(http, "resolve", resolve)
    with pytest.raises(http.Refused):
        await http.fetch("https://mixed.example/")

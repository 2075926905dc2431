"""Lines that break, are refused or lead elsewhere: told in the five words, and opened through the guard alone."""

from contextlib import asynccontextmanager
from http import HTTPStatus

import pytest
from websockets.asyncio.server import serve
from websockets.datastructures import Headers
from websockets.http11 import Response

from diapason.networks.base import lines
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth, Temporary


@asynccontextmanager
async def server(settings, talk=None, answer=None):
    async def silent(socket):
        await socket.wait_closed()

    def respond(connection, request):
        return answer

    async with serve(talk or silent, "127.0.0.1", 0, process_request=respond) as serving:
        port = serving.sockets[0].getsockname()[1]
        settings.TRUSTED_HOSTS = {f"127.0.0.1:{port}"}
        yield f"ws://127.0.0.1:{port}/stream"


def answer(status: int, **headers: str) -> Response:
    return Response(status, HTTPStatus(status).phrase, Headers({name.replace("_", "-"): value for name, value in headers.items()}), b"")


@pytest.mark.parametrize(
    ("response", "word"),
    [
        (answer(401), Reauth),
        (answer(429, retry_after="30"), RateLimited),
        (answer(503), Temporary),
        (answer(404), Permanent),
        (answer(302, location="ws://169.254.169.254/"), NetworkError),
    ],
)
async def test_a_refusal_is_told_in_the_word_of_its_status(settings, response, word):
    async with server(settings, answer=response) as url:
        with pytest.raises(word) as refused:
            async with lines.line(url):
                pass
    if word is RateLimited:
        assert refused.value.until


@pytest.mark.parametrize(
    "url", ["ws://127.0.0.1:9/", "ws://localhost/", "wss://[::1]/x", "http://example.org/", "ws:///x", "ws://10.0.0.8/"]
)
async def test_private_addresses_and_other_schemes_are_not_opened(url):
    with pytest.raises(Permanent) as refused:
        async with lines.line(url):
            pass
    assert refused.value.code == "address_refused"


async def test_nobody_there_a_cut_and_a_silence(settings):
    settings.TRUSTED_HOSTS = {"127.0.0.1:9"}
    with pytest.raises(Temporary):
        async with lines.line("ws://127.0.0.1:9/"):
            pass

    async def cut(socket):
        await socket.send("a")
        socket.transport.abort()

    async with server(settings, cut) as url, lines.line(url) as line:
        assert await line.next() == "a"
        with pytest.raises(Temporary) as broken:
            await line.next()
        assert broken.value.code == "cut"
    async with server(settings) as url, lines.line(url, silence=0.05) as line:
        with pytest.raises(Temporary) as broken:
            await line.next()
        assert broken.value.code == "silent"


async def test_what_is_too_large_is_told_apart(settings):
    async def much(socket):
        await socket.send("x" * 5000)
        await socket.wait_closed()

    async with server(settings, much) as url, lines.line(url, longest=1000) as line:
        with pytest.raises(lines.TooLarge):
            await line.next()

"""Sites on this machine, reached as though they were public."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from diapason.core import clock, http
from diapason.core.tests.answering import reply, server
from diapason.listening.models import Source
from diapason.listening.sources.tests.conftest import no_pause  # noqa: F401 - fixtures
from diapason.listening.tests.conftest import ask, owner  # noqa: F401 - fixtures
from diapason.networks.base import registry

Answer = Callable[[str, str], bytes]


@dataclass
class Site:
    """Pages by their path; `asked` are the (host, path) that were asked, in order. `address` gives that of a path."""

    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def answer(self, path: str, host: str) -> bytes:
        self.asked.append((host.split(":")[0], path))
        return self.pages.get(path, reply(b"no", status="404 Not Found"))

    def address(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site(monkeypatch) -> Callable:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(http, "resolve", resolve)
    monkeypatch.setattr(http, "is_public", lambda address: True)

    @asynccontextmanager
    async def serve() -> AsyncIterator[Site]:
        made = Site()
        async with server(made.answer) as port:
            made.port = port
            yield made

    return serve


@pytest.fixture
def feed(brand) -> Callable[..., Source]:
    """A source of the network that announces articles."""
    network = next(each for each in registry.networks().values() if each.can("listen") and getattr(each.listen, "ARTICLES", False))

    def make(address: str, **more) -> Source:
        host = address.split("/")[2].split(":")[0]
        known = {"kind": Source.Kind.FEED, "network": network.slug, "name": "Le Progrès", "next_at": clock.now()}
        return Source.objects.create(workspace=brand, address=address, host=host, **(known | more))

    return make

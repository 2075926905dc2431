"""Places to listen to that answer what a test says."""

import asyncio
import io
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from diapason.core import clock
from diapason.inbox.tests.double import Radio, enter, said
from diapason.listening import pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources import hosts
from diapason.listening.sources.archives import importing
from diapason.listening.store import base, store
from diapason.listening.tests.conftest import ask, owner  # noqa: F401 - fixtures
from diapason.networks.base.content import Author, Batch, Heard
from diapason.territory.models import Space
from diapason.workspaces.models import LongTask, Workspace


class Listen:
    """`pages` are given one after the other; an exception among them is raised once."""

    EVERY = 900

    def __init__(self) -> None:
        self.pages: list[Batch | Exception] = []
        self.asked: list[str] = []

    async def read(self, connection: Any, cursor: str) -> Batch:
        self.asked.append(cursor)
        page = self.pages.pop(0) if self.pages else Batch((), cursor)
        if isinstance(page, Exception):
            raise page
        return page


class Search(Listen):
    EVERY = 60

    async def find(self, connection: Any, words: str, cursor: str) -> Batch:
        batch = await self.read(connection, cursor)
        self.asked[-1] = words
        return batch


class Stream:
    """`talks` are held one after the other with those who listen; an exception ends one, and after the last nobody says a word."""

    def __init__(self) -> None:
        self.talks: list[list[Heard | Exception]] = []
        self.asked: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.refusal: Exception | None = None
        self.open = 0

    async def find(self, connection: Any, address: str) -> str:
        if self.refusal:
            raise self.refusal
        return address

    async def hear(self, connection: Any, address: str, words: str, cursor: str) -> AsyncGenerator[Heard]:
        self.asked.append((words, cursor))
        self.lines.append(address)
        self.open += 1
        try:
            for each in self.talks.pop(0) if self.talks else []:
                if isinstance(each, Exception):
                    raise each
                yield each
            await asyncio.sleep(60)
        finally:
            self.open -= 1

    async def introduce(self, connection: Any, address: str, ids: list[str]) -> dict[str, Author]:
        return {}


class Listened(Radio):
    def __init__(self) -> None:
        super().__init__()
        self.listen, self.search, self.stream = Listen(), Search(), Stream()
        self.manifest = replace(self.manifest, stream={"account": False, "servers": ["wss://radio.example/subscribe"]})
        self.strings = {"en": {}, "fr": {}}

    def can(self, capability: str) -> bool:
        return capability in {"listen", "converse", "search", "stream"}


@pytest.fixture
def radio(monkeypatch) -> Listened:
    network = Listened()
    enter(monkeypatch, network)
    return network


@pytest.fixture
def space(brand, radio) -> Space:
    return Space.objects.create(
        workspace=brand, network="radio", name="Lumen on Radio", base_url="https://radio.example.com", account_id="u-us"
    )


@pytest.fixture
def source_at(brand, radio) -> Callable[..., Source]:
    """A source of the radio that is due."""

    def make(address: str = "https://radio.example/feed", **more: Any) -> Source:
        known: dict[str, Any] = {"kind": Source.Kind.FEED, "network": "radio", "name": address, "next_at": clock.now()}
        host = address.split("/")[2]
        return Source.objects.create(workspace=more.pop("workspace", brand), address=address, host=host, **(known | more))

    return make


@pytest.fixture
def page() -> Callable[..., Batch]:
    """A page with these posts, by their numbers."""

    def make(*numbers: int, cursor: str = "", more: bool = False, **fields: Any) -> Batch:
        posts = tuple(said(str(number), f"Bonjour {number}", minutes=number, **fields) for number in numbers)
        return Batch(posts, cursor or str(max(numbers, default=0)), more)

    return make


@pytest.fixture
def no_pause(monkeypatch) -> SimpleNamespace:
    """Time does not pass between two questions; how often somebody paused."""
    seen = SimpleNamespace(pauses=[])

    async def sleep(seconds: float) -> None:
        seen.pauses.append(seconds)

    monkeypatch.setattr("diapason.listening.sources.reading.asyncio.sleep", sleep)
    monkeypatch.setattr(hosts, "PAUSE", hosts.PAUSE * 0)
    return seen


# ── Archives ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def heard(brand: Workspace) -> list[Mention]:
    return store().search(base.Search(brand.pk), 5000).mentions


@pytest.fixture
def send(owner) -> Callable[..., LongTask]:  # noqa: F811
    def begin(content: bytes, name: str = "veille.csv") -> LongTask:
        return importing.begin(owner, name, io.BytesIO(content))

    return begin


@pytest.fixture
def import_all(owner) -> Callable[[LongTask], LongTask]:  # noqa: F811
    def run(task: LongTask) -> LongTask:
        importing.queue(owner, task)
        importing.take_up(task.pk)
        task.refresh_from_db()
        return task

    return run


@pytest.fixture
def dies_at(monkeypatch) -> Callable[[int], None]:
    """The worker dies as it takes some lines in: as with a kill, nothing runs after it but what the database undoes."""

    def set_up(turn: int) -> None:
        take_in, turns = pipeline.take_in, count(1)

        def dies(*args: Any, **more: Any) -> pipeline.Taken:
            if next(turns) == turn:
                raise SystemExit
            return take_in(*args, **more)

        monkeypatch.setattr(pipeline, "take_in", dies)

    return set_up

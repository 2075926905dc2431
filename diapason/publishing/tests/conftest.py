"""A network that lives in this process: it does what a test tells it, and counts what it accepted."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from types import SimpleNamespace

import pytest

from diapason.core import clock
from diapason.networks.base.content import Content, Repeat, Result, Step
from diapason.networks.base.errors import NetworkError, Unknown
from diapason.publishing.engine import Engine
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.members import member_of


@dataclass
class Double:
    """`script` holds what the next calls do: an error to raise, "drop" (accept, then lose the answer), or nothing."""

    repeat: Repeat = Repeat.KEYED
    keyed_for: int = 0
    parts: int = 1
    script: list[object] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    blind: bool = False
    look: NetworkError | None = None

    def plan(self, content: Content, key: str) -> list[Step]:
        return [
            Step("post", {"text": content.text, "part": part}, self.repeat, f"{key}-{part}", self.keyed_for, publishes=True)
            for part in range(self.parts)
        ]

    async def perform(self, connection, step, done):
        self.calls.append(step.key)
        now = self.script.pop(0) if self.script else None
        if isinstance(now, Exception):
            raise now
        if not (self.repeat == "keyed" and step.key in self.accepted):
            self.accepted.append(step.key)
        if now == "drop":
            raise Unknown("The connection was lost before an answer came.")
        return Result(step.key, f"https://network.example/{step.key}")

    async def find(self, connection, step, done, since):
        if self.look:
            raise self.look
        if self.blind or step.key not in self.accepted:
            return None
        return Result(step.key, f"https://network.example/{step.key}")


@pytest.fixture
def network(monkeypatch) -> Double:
    double = Double()
    monkeypatch.setattr(Space, "net", property(lambda self: SimpleNamespace(publish=double, slug="double")))
    return double


@pytest.fixture
def space(brand) -> Space:
    return Space.objects.create(workspace=brand, network="double", name="Our page", account_id="1", base_url="https://network.example")


@pytest.fixture
def deliver(space, network):
    """Plans a delivery due now."""

    def make(text: str = "Hello", *, due_in: float = 0, **fields) -> Delivery:
        due = clock.now() + timedelta(seconds=due_in)
        content = Content(parts=(text,)).as_json()
        return Delivery.objects.create(workspace=space.workspace, space=space, content=content, due_at=due, next_at=due, **fields)

    return make


def work(seconds: float = 60.0) -> None:
    """Runs an engine until nothing is left to do now; so many seconds at most, on a machine that has much else to do."""

    async def main() -> None:
        stop, engine = asyncio.Event(), Engine(threads=1)
        running = asyncio.create_task(engine.run(stop))
        deadline = asyncio.get_running_loop().time() + seconds
        quiet = 0
        while asyncio.get_running_loop().time() < deadline and quiet < 3:
            await asyncio.sleep(0.05)
            due = await engine.db(Delivery.objects.filter(next_at__lte=clock.now()).exists)
            quiet = 0 if due or engine.in_hand else quiet + 1
        await engine.db(close)
        stop.set()
        await running

    def close() -> None:
        from django.db import connection

        connection.close()

    asyncio.run(main())


def hurry() -> None:
    """Brings forward every row that waits, so that a test need not."""
    Delivery.objects.filter(next_at__isnull=False).update(next_at=clock.now())
    Space.objects.update(rests_until=None)


@pytest.fixture(name="work")
def work_fixture(transactional_db):
    return work


@pytest.fixture(name="hurry")
def hurry_fixture():
    return hurry


@pytest.fixture
def own_clock_and_people(camille, yanis):
    """Somebody to be told, and the machine's own clock afterwards."""
    yield
    clock.follow(vars(clock)["datetime"].now(UTC))  # of the test, should it still be in place


@pytest.fixture
def member(camille):
    return member_of(camille, "maison-lumen")

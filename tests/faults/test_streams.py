"""Listeners killed, frozen and cut off while a network speaks: every post is there, once, and what was counted is what there is."""

import os
import random
import time
from collections.abc import Iterator

import pytest

from diapason.networks.base import registry
from tests.world import FakeServer, World

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
FULL = bool(os.environ.get("DIAPASON_FULL_FAULTS"))
POSTS = 3000 if FULL else 400
SPEAKS = next(slug for slug, network in registry.networks().items() if network.can("stream") and not network.manifest.stream["account"])


@pytest.fixture
def empty(the_world) -> Iterator[World]:
    the_world.clear()
    yield the_world
    the_world.end()


@pytest.fixture
def network(empty) -> FakeServer:
    server = empty.fake(SPEAKS)
    empty.run("-m", "tests.faults.streams_crew", server.url)
    return server


def worker(world: World):
    return world.spawn("manage.py", "work", log="streams.log")


def speak(network: FakeServer, first: int, many: int) -> None:
    """Half of it is what the brand listens for."""
    words = ["Numéro", "Autre chose"]
    network.ask("/_said", [{"author": f"a{n % 7}", "text": f"{words[n % 2]} {n}"} for n in range(first, first + many)])


def counts(world: World) -> tuple[int, int, int, int]:
    """Mentions, different ones, those that the hours count, those that the source counts."""
    [row] = world.sql(
        "SELECT (SELECT count(*) FROM listening_mention), (SELECT count(DISTINCT text) FROM listening_mention),"
        " (SELECT coalesce(sum(mentions), 0) FROM listening_brought), (SELECT sum(brought) FROM listening_source)"
    )
    return tuple(int(each) for each in row)  # type: ignore[return-value]


def until(world: World, wanted: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while counts(world)[0] < wanted and time.monotonic() < end:
        time.sleep(0.2)
    log = world.folder / "streams.log"
    assert counts(world) == (wanted,) * 4, log.read_text()[-3000:] if log.exists() else ""


def begun(world: World) -> None:
    """Somebody listens, and hears what is said from now on."""
    end = time.monotonic() + 60
    while not world.sql("SELECT 1 FROM listening_wire WHERE cursor <> ''"):
        assert time.monotonic() < end, (world.folder / "streams.log").read_text()[-3000:]
        speak(world.fakes[0], 1, 1)  # an odd one: nobody listens for it
        time.sleep(0.5)


def test_listeners_killed_and_lines_cut_while_a_network_speaks(empty, network):
    workers = [worker(empty) for _ in range(2)]
    begun(empty)
    network.fault("drop", path="/subscribe", probability=0.02, seed=3)
    kills, said, each = 0, 2, 20
    while said < POSTS:
        speak(network, said, each)
        said += each
        time.sleep(random.uniform(0.1, 0.6))
        if said % 80 == 2:
            place = random.randrange(2)
            empty.kill(workers[place])
            workers[place], kills = worker(empty), kills + 1
    network.heal()
    assert kills >= 4
    until(empty, (said - 2) // 2)


def test_the_database_crashes_while_a_network_speaks(empty, network):
    worker(empty)
    begun(empty)
    for number in range(10):
        speak(network, 2 + number * 20, 20)
        time.sleep(0.2)
        if number in {3, 6}:
            empty.restart_database()
    until(empty, 100)


def test_a_listener_that_is_frozen_gives_its_place_up_and_keeps_nothing_twice(empty, network):
    frozen = worker(empty)
    begun(empty)
    speak(network, 2, 20)
    until(empty, 10)
    empty.freeze(frozen)
    other = worker(empty)
    speak(network, 22, 20)
    until(empty, 20)
    empty.wake(frozen)
    speak(network, 42, 20)
    until(empty, 30)
    empty.kill(other)
    speak(network, 62, 20)
    until(empty, 40)

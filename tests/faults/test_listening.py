"""Mentions come in while processes are killed and the database crashes: each is kept once, filed once, counted once.

Whoever pours begins again from its first mention each time, as a source does whose place was not kept.
"""

import random
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.world import World, world

pytestmark = pytest.mark.faults
MENTIONS, PARTS, KILLS = 10_000, 2, 8


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        made.run("-m", "tests.listening_load", "brand")
        yield made


def pouring(here: World, part: int) -> subprocess.Popen[str]:
    command = ["pour", "--part", str(part), "--parts", str(PARTS), "--mentions", str(MENTIONS), "--batch", "100"]
    return here.spawn("-m", "tests.listening_load", *command, log=f"pour{part}")


def finish(here: World) -> None:
    for part in range(PARTS):
        said = pouring(here, part).communicate()[0]
        assert said.startswith("{"), (here.folder / f"pour{part}").read_text()[-2000:]
    here.run("-m", "tests.listening_load", "read", "--times", "1")  # what waits to be counted is counted


def sums(here: World) -> dict[str, int]:
    asked = {
        "heard": "SELECT count(*) FROM listening_heard",
        "kept": "SELECT count(*) FROM listening_mention",
        "brought": "SELECT sum(mentions) FROM listening_brought",
        "filed": "SELECT count(*) FROM listening_filed",
        "hours": "SELECT sum(mentions) FROM listening_volume",
        "days": "SELECT sum(mentions) FROM listening_day",
        "kinds": "SELECT sum(mentions) FROM listening_tally WHERE what = 'kind'",
        "waiting": "SELECT count(*) FROM listening_counted",
    }
    [row] = here.sql("SELECT " + ", ".join(f"({sql})" for sql in asked.values()))  # of one moment: somebody may be writing
    return {name: int(count or 0) for name, count in zip(asked, row, strict=True)}


def whole(found: dict[str, int]) -> bool:
    once = found["heard"] == found["kept"] == found["brought"] == MENTIONS
    return once and 0 < found["filed"] == found["hours"] == found["days"] == found["kinds"] and not found["waiting"]


def test_a_killed_process_loses_nothing_and_counts_nothing_twice(here):
    chance = random.Random(7)
    running, kept = [pouring(here, part) for part in range(PARTS)], []
    for _kill in range(KILLS):
        time.sleep(chance.uniform(2.5, 5))  # two of which it needs to start
        part = chance.randrange(PARTS)
        here.kill(running[part])
        found = sums(here)
        kept.append(found["kept"])
        assert found["kept"] == found["heard"] == found["brought"]
        assert found["filed"] == found["hours"] == found["days"]
        running[part] = pouring(here, part)
    for process in running:
        here.kill(process)
    assert any(0 < count < MENTIONS for count in kept), kept  # they were killed in the middle
    finish(here)
    assert whole(sums(here)), sums(here)


def test_a_database_that_crashes_loses_nothing_and_counts_nothing_twice(here):
    running = [pouring(here, part) for part in range(PARTS)]
    for _crash in range(3):
        time.sleep(4)
        here.restart_database()
        for process in running:
            here.kill(process)
        running = [pouring(here, part) for part in range(PARTS)]
    for process in running:
        here.kill(process)
    finish(here)
    assert whole(sums(here)), sums(here)

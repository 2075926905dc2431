"""Two workers look at the same queries and are killed in the middle: each alert is given once, with all who must be told."""

import random
import time
from collections.abc import Iterator

import pytest

from tests.faults.alerts_crew import QUERIES
from tests.world import World, world

pytestmark = pytest.mark.faults
KILLS, SECONDS = 8, 90


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        made.run("-m", "tests.faults.alerts_crew", "speak")
        yield made


def count(here: World, table: str) -> int:
    return int(here.sql(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our own tables


def watching(here: World):
    worker = here.spawn("-m", "tests.faults.alerts_crew", "watch", log="watch")
    assert worker.stdout
    assert worker.stdout.readline() == "watching\n"
    return worker


def test_killed_workers_tell_everything_once(here):
    chance, seen = random.Random(3), []
    workers = [watching(here), watching(here)]
    for number in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.2))
        here.kill(workers[number % 2])
        seen.append(count(here, "alerts_alert"))
        workers[number % 2] = watching(here)
    end = time.monotonic() + SECONDS
    while count(here, "alerts_alert") < QUERIES and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(2)  # whoever would tell again has the time to
    assert any(0 < many < QUERIES for many in seen), "no worker was killed in the middle: make them slower"
    assert count(here, "alerts_alert") == count(here, "alerts_telling") == QUERIES
    assert count(here, "(SELECT DISTINCT query_id FROM alerts_alert) of_query") == QUERIES
    people = count(here, "workspaces_membership WHERE role IN ('owner', 'manager', 'community')")
    assert count(here, "workspaces_notification WHERE code LIKE 'alert.%'") == QUERIES * people
    assert count(here, "workspaces_event WHERE verb = 'alert.opened'") == QUERIES

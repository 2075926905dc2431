"""One world for the whole suite, and the table of what was found."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from diapason.networks.base import registry
from tests.world import Tally, World, world

ROWS: list[dict[str, object]] = []
TABLE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def publishable() -> list[str]:
    """Every network that publishes by itself and has a fake."""
    return [slug for slug, network in registry.networks().items() if network.can("publish") and (network.folder / "fake.py").exists()]


@pytest.fixture(scope="session")
def the_world() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def here(the_world) -> Iterator[World]:
    """The world, empty, with one fake of each network."""
    the_world.clear()
    for slug in publishable():
        the_world.fake(slug)
    yield the_world
    the_world.end()


@pytest.fixture
def found(request, here):
    """Judges the world, and writes the line of the table: `found("503 for two minutes")`."""

    def judge(name: str, **figures: object) -> Tally:
        tally = here.tally()
        row = {"fault": name, "due": tally.due, "published": tally.published, "for_a_person": tally.for_a_person}
        row |= {"lost": len(tally.lost), "doubled": len(tally.doubled), "stuck": len(tally.stuck), **figures}
        ROWS.append(row)
        return tally

    return judge


def pytest_terminal_summary(terminalreporter):
    if ROWS:
        terminalreporter.write_line("")
        for line in lines():
            terminalreporter.write_line(line)
        terminalreporter.write_line(json.dumps(ROWS))


def lines() -> list[str]:
    columns = ["fault", "due", "published", "for_a_person", "lost", "doubled", "stuck"]
    heads = ["fault", "due", "published", "a person was told", "lost", "doubled", "stuck"]
    table = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return table + ["| " + " | ".join(str(row[column]) for column in columns) + " |" for row in ROWS]

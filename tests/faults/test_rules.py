"""Workers that ask a rule of the past, killed at random moments: each mention is changed once, and every sum says so."""

import pytest

from tests.faults.test_sources import empty as emptied
from tests.faults.test_sources import killed
from tests.world import World

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
CREW = ("-m", "tests.faults.rules_crew")
MANY = 4_000
empty = emptied


@pytest.fixture
def asked(empty) -> tuple[World, str]:
    empty.sql("TRUNCATE listening_day")
    return empty, empty.run(*CREW, "prepare", str(MANY)).strip()


def test_workers_killed_while_they_ask_a_rule_of_the_past(asked):
    world, task = asked
    assert killed(world, *CREW, "past", task, at_once=2)
    about = MANY * 3 // 4
    [[state, done, changed, counted]] = world.sql(
        "SELECT state, done, (report->>'changed')::int, (SELECT done FROM listening_rule WHERE name = 'Late')"
        " FROM workspaces_longtask WHERE id = %s",
        int(task),
    )
    assert (state, done, changed, counted) == ("done", about, about, about)
    [sums] = world.sql(
        "SELECT (SELECT count(*) FROM listening_mention WHERE labels = '{Late}' AND sentiment = -1),"
        " (SELECT count(*) FROM listening_filed WHERE sentiment = -1),"
        " (SELECT sum(mentions) FROM listening_volume WHERE sentiment = -1), (SELECT sum(mentions) FROM listening_volume),"
        " (SELECT sum(mentions) FROM listening_day WHERE sentiment = -1), (SELECT sum(mentions) FROM listening_day),"
        " (SELECT sum(mentions) FROM listening_tally WHERE what = 'label'),"
        " (SELECT sum(mentions) FROM listening_tally WHERE what = 'kind'),"
        " (SELECT sum(negative) FROM listening_tally WHERE what = 'kind'), (SELECT count(*) FROM listening_counted)"
    )
    assert [int(each) for each in sums] == [about] * 9 + [0]

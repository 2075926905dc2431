"""Mentions go to a cluster of ClickHouse while processes and servers are killed: what PostgreSQL counted is what ClickHouse has."""

import random
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.servers.clickhouse import Cluster
from tests.world import World, world

pytestmark = [pytest.mark.faults, pytest.mark.real_server, pytest.mark.xdist_group("faults")]
MENTIONS, PARTS, KILLS = 6000, 2, 6


@pytest.fixture
def here(clickhouse_cluster: Cluster) -> Iterator[World]:
    with world() as made:
        clickhouse_cluster.clear()
        made.env["DIAPASON_CLICKHOUSE_URL"] = clickhouse_cluster.url
        made.run("-m", "tests.listening_load", "brand")
        yield made


def pouring(here: World, part: int, mentions: int = MENTIONS) -> subprocess.Popen[str]:
    command = ["pour", "--part", str(part), "--parts", str(PARTS), "--mentions", str(mentions), "--batch", "100"]
    return here.spawn("-m", "tests.listening_load", *command, log=f"pour{part}")


def finish(here: World) -> None:
    for part in range(PARTS):
        said = pouring(here, part).communicate()[0]
        assert said.startswith("{"), (here.folder / f"pour{part}").read_text()[-2000:]
    here.run("-m", "tests.listening_load", "read", "--times", "1")  # what waits is brought


def test_killed_processes_and_servers_lose_nothing_and_double_nothing(here, clickhouse_cluster):
    here.env["DIAPASON_MENTIONS_STORE"] = "clickhouse"
    chance, nodes = random.Random(7), clickhouse_cluster.nodes
    running = [pouring(here, part) for part in range(PARTS)]
    for turn in range(KILLS):
        time.sleep(chance.uniform(2.5, 5))  # two of which it needs to start
        part = turn % PARTS
        here.kill(running[part])
        if turn == 2:
            nodes[2].kill()
        if turn == 4:
            clickhouse_cluster.start(nodes[2])
        running[part] = pouring(here, part)
    for process in running:
        here.kill(process)
    finish(here)
    kept, filed, counted, waiting = here.sql(
        "SELECT (SELECT count(*) FROM listening_heard), (SELECT count(*) FROM listening_filed), (SELECT sum(mentions) FROM listening_day),"
        " (SELECT count(*) FROM listening_queued) + (SELECT count(*) FROM listening_counted)"
    )[0]
    assert (kept, waiting) == (MENTIONS, 0)
    assert filed == counted > 0
    assert nodes[0].count("mention") + nodes[2].count("mention") == MENTIONS
    assert nodes[0].count("filed") + nodes[2].count("filed") == filed
    assert kinds(here) == filed


def kinds(here: World) -> int:
    """What readers find when they ask what came up, over all time and every wording."""
    script = (
        "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'diapason.settings'); django.setup();"
        "from datetime import date; from diapason.listening.models import Wording; from diapason.listening.store import store;"
        "from diapason.listening.store.base import What;"
        "asked = list(Wording.objects.values_list('pk', flat=True));"
        "print(sum(each.mentions for each in store().top(asked, What.KIND, date(2000, 1, 1), date(2100, 1, 1), 100)))"
    )
    return int(here.run("-c", script))


def test_a_move_that_is_killed_goes_on_while_mentions_come_in(here, clickhouse_cluster):
    """There and back: from PostgreSQL to the cluster, and home."""
    chance = random.Random(11)
    for part in range(PARTS):
        assert pouring(here, part, MENTIONS // 2).communicate()[0]
    kills = 0
    for number, towards in enumerate(("clickhouse", "postgres")):
        coming = pouring(here, number % PARTS)
        while True:
            move = here.spawn("manage.py", "move_mentions", towards, log="move")
            try:
                said, _none = move.communicate(timeout=chance.uniform(2, 4) if kills < 5 * (number + 1) else 120)
            except subprocess.TimeoutExpired:
                here.kill(move)
                kills += 1
                continue
            told = (here.folder / "move").read_text()[-2000:]
            assert "Both agreed" in said or f"kept in {towards} already" in told, told  # it may be killed when all is done
            break
        coming.communicate()
        assert here.sql("SELECT towards FROM listening_move WHERE done_at IS NOT NULL ORDER BY id DESC LIMIT 1") == [(towards,)]
    finish(here)
    [[kept, there, filed]] = here.sql(
        "SELECT (SELECT count(*) FROM listening_heard), (SELECT count(*) FROM listening_mention), (SELECT count(*) FROM listening_filed)"
    )
    assert (kept, there, kinds(here)) == (MENTIONS, MENTIONS, filed)
    assert kills > 3

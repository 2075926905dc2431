"""Three servers of which one is killed: what is read is whole or refused, and what is written waits."""

import time
from datetime import date

import pytest
from django.db import connection

from diapason.listening.store import clickhouse
from diapason.listening.store.base import Search, Unavailable, What
from diapason.listening.store.tests.engines import said, settle
from tests.servers.clickhouse import Cluster, Node

pytestmark = [pytest.mark.real_server, pytest.mark.django_db]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def keep(first: int, many: int) -> None:
    clickhouse.keep([said(f"soldes {number}", number, found_by=(7,)) for number in range(first, first + many)])


def found() -> int:
    return len(clickhouse.search(Search(1, wording=7), 500).mentions)


def words() -> int:
    return sum(each.mentions for each in clickhouse.top([7], What.WORD, FIRST, LAST, 1))


def volume() -> int:
    return sum(each.mentions for each in clickhouse.daily([7], FIRST, LAST))


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listening_queued")
        return cursor.fetchone()[0]


def catches_up(node: Node, many: int, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while node.count("mention") != many and time.monotonic() < until:
        time.sleep(0.2)
    return node.count("mention") == many


def test_mentions_are_spread_and_each_is_there_once(cluster_here: Cluster):
    keep(0, 300)
    settle(clickhouse)
    first, twin, other = cluster_here.nodes
    assert first.count("mention") + other.count("mention") == 300
    assert catches_up(twin, first.count("mention"))
    assert 90 < other.count("mention") < 210
    assert (found(), words(), volume()) == (300, 300, 300)


def test_without_one_part_lists_are_refused_and_what_is_heard_waits(cluster_here: Cluster):
    keep(0, 100)
    settle(clickhouse)
    other = cluster_here.nodes[2]
    other.kill()
    try:
        with pytest.raises(Unavailable):
            found()
        with pytest.raises(Unavailable):
            words()
        keep(100, 100)
        assert (volume(), clickhouse.settle(), waiting()) == (200, 0, 1)
    finally:
        cluster_here.start(other)
    settle(clickhouse)
    assert (found(), words(), volume(), waiting()) == (200, 200, 200, 0)


def test_without_one_of_two_that_hold_the_same_nothing_changes(cluster_here: Cluster):
    keep(0, 100)
    settle(clickhouse)
    first, twin, _other = cluster_here.nodes
    assert catches_up(twin, first.count("mention"))
    twin.kill()
    try:
        keep(100, 100)
        settle(clickhouse)
        assert (found(), words(), waiting()) == (200, 200, 0)
    finally:
        cluster_here.start(twin)
    assert catches_up(twin, first.count("mention"))


def test_somebody_is_forgotten_on_every_machine(cluster_here: Cluster):
    clickhouse.keep([said("a", number, author=f"x:{number % 2}", found_by=(7,)) for number in range(60)])
    settle(clickhouse)
    assert clickhouse.erase_author(1, "x:1", [7]) == 30
    settle(clickhouse)
    assert found() == 30
    assert [each.value for each in clickhouse.top([7], What.AUTHOR, FIRST, LAST, 5)] == ["x:0"]
    first, twin, other = cluster_here.nodes
    assert catches_up(other, 30 - first.count("mention"))
    assert catches_up(twin, first.count("mention"))

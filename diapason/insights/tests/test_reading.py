from datetime import timedelta

import pytest
import time_machine
from django.db import close_old_connections

from diapason.insights import following, ingest, reading, rollup, schedule
from diapason.insights.models import DailyFigure, Outcome, Sample
from diapason.insights.tests.conftest import NOON, figures, make_objective, publish
from diapason.networks.base.errors import RateLimited, Temporary
from diapason.territory.models import Stream
from diapason.workspaces.models import Workspace


def day_sum(metric, **filters):
    return sum(row.value for row in DailyFigure.objects.filter(metric=metric, **filters))


def read(space, outcome, at=NOON, **values):
    outcome.refresh_from_db()
    return ingest.posts(space, [outcome], {"r1": figures(**values)}, at)


def test_a_young_post_is_read_often_then_daily_then_no_more():
    moments, now = [], NOON
    while (at := schedule.next_read(NOON, now)) is not None:
        moments.append(at - NOON)
        now = at
    assert moments[:5] == [timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=2)]
    assert moments[-1] == timedelta(days=30)
    assert len(moments) == 33


def test_a_published_post_is_followed_once(outcome, objective):
    assert following.follow_published() == 0
    assert outcome.next_read_at == NOON + timedelta(minutes=5)
    assert day_sum("posts", objective=objective) == 1


def test_what_a_network_does_not_give_stays_missing(space, outcome):
    read(space, outcome, likes=4, replies=0)
    outcome.refresh_from_db()
    assert (outcome.likes, outcome.replies, outcome.reach, outcome.engagement) == (4, 0, None, 4)
    assert not DailyFigure.objects.filter(metric="reach").exists()


def test_each_day_holds_what_it_added(space, outcome, objective):
    read(space, outcome, likes=4)
    read(space, outcome, NOON + timedelta(days=1), likes=10)
    days = DailyFigure.objects.filter(metric="likes", objective=objective).order_by("day")
    assert [row.value for row in days] == [4, 6]


def test_the_day_is_that_of_the_brand(space, outcome):
    read(space, outcome, NOON.replace(hour=23, minute=30), likes=1)
    assert DailyFigure.objects.get(metric="likes").day.isoformat() == "2026-11-22"


def test_a_like_taken_back_is_taken_off_and_a_forgotten_display_is_not(space, outcome):
    read(space, outcome, likes=10, impressions=500)
    read(space, outcome, likes=8, impressions=0)
    outcome.refresh_from_db()
    assert (outcome.likes, outcome.impressions) == (8, 500)
    assert (day_sum("likes"), day_sum("impressions")) == (8, 500)


def test_a_figure_that_did_not_change_makes_no_sample(space, outcome):
    assert read(space, outcome, likes=4) == 1
    assert read(space, outcome, NOON + timedelta(hours=1), likes=4) == 0
    outcome.refresh_from_db()
    assert Sample.objects.count() == 1
    assert outcome.read_at == NOON + timedelta(hours=1)


def test_a_post_that_three_answers_left_out_is_gone(space, outcome):
    for hour in range(3):
        ingest.posts(space, [outcome], {}, NOON + timedelta(hours=hour))
    outcome.refresh_from_db()
    assert outcome.gone_at
    assert outcome.next_read_at is None


def test_what_a_post_brought_follows_it_to_another_objective(space, outcome, brand, objective):
    read(space, outcome, likes=4, impressions=50)
    read(space, outcome, NOON + timedelta(days=1), likes=3, impressions=80)
    other = make_objective(brand, "Sales")
    outcome.post.objective = other
    outcome.post.save()
    assert following.move_changed() == 1
    assert following.move_changed() == 0
    for metric, total in {"likes": 3, "impressions": 80, "posts": 1}.items():
        assert (day_sum(metric, objective=objective), day_sum(metric, objective=other)) == (0, total)


def test_a_post_that_loses_its_objective_keeps_its_figures(space, outcome):
    read(space, outcome, likes=4)
    outcome.post.objective = None
    outcome.post.save()
    following.move_changed()
    assert day_sum("likes", objective=None) == 4


def test_a_whole_brand_can_be_deleted(space, outcome, brand):
    read(space, outcome, likes=4)
    outcome.delivery.delete()
    space.delete()
    Workspace.objects.filter(pk=brand.pk).delete()
    assert not DailyFigure.objects.exists()


def test_adding_up_from_samples_gives_the_same_days(space, outcome, brand):
    for hour, likes in enumerate([1, 5, 4, 9]):
        read(space, outcome, NOON + timedelta(hours=9 * hour), likes=likes)
    outcome.refresh_from_db()
    assert sum(row.value for row in rollup.history(outcome, brand) if row.metric == "likes") == day_sum("likes") == 9


class TestAgainstANetwork:
    pytestmark = pytest.mark.django_db(transaction=True)

    async def test_a_space_is_read_with_its_account(self, transactional_db, space_due, network):
        network.given = {"r1": figures(likes=7)}
        with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
            assert await reading.read_space(space_due.pk) == 1
        assert await DailyFigure.objects.filter(metric="followers", value=100).aexists()
        assert await Stream.objects.filter(name="metrics", failures=0).aexists()

    @pytest.mark.parametrize("error", [Temporary("down"), RateLimited("slow", until=NOON + timedelta(hours=2))])
    async def test_a_failure_waits_and_loses_nothing(self, transactional_db, space_due, network, error):
        network.error = error
        with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
            assert await reading.read_space(space_due.pk) == 0
        stream = await Stream.objects.aget()
        assert stream.failures == 1
        assert stream.next_at > NOON + timedelta(minutes=6)
        assert (await Outcome.objects.aget()).next_read_at == NOON + timedelta(minutes=5)


@pytest.fixture
def space_due(transactional_db, space, objective):
    publish(space, objective=objective)
    following.follow_published()
    yield space
    close_old_connections()


def test_only_spaces_with_something_to_read_are_woken(space, outcome):
    Stream.objects.create(space=space, name="metrics", next_at=NOON + timedelta(hours=5))
    assert reading.readable(NOON) == []
    assert reading.readable(NOON + timedelta(minutes=5)) == [space]

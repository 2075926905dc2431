"""The time in which a brand answers: what counts, where it is chosen, and where it shows."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import translation

from diapason.inbox import figures, goals
from diapason.inbox.models import AnswerGoal
from diapason.inbox.reading import store
from diapason.inbox.templatetags.inbox import goal_words
from diapason.inbox.tests.double import START, ours, said
from diapason.workspaces.models import Event

OFFICE = {"minutes": 120, "days": [1, 2, 3, 4, 5], "opens": time(9), "closes": time(18)}


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026, of which the 2nd is a Monday; Paris is an hour ahead of UTC."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def office(brand):
    AnswerGoal.objects.create(workspace=brand, **OFFICE)
    return goals.goal_of(brand)


def test_a_brand_that_chose_nothing_answers_within_two_hours_day_and_night(brand):
    goal = goals.goal_of(brand)
    assert (goal.minutes, goal.always) == (120, True)
    assert goal.waited(paris(7, 23), paris(8, 4)) == timedelta(hours=5)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (paris(2, 10), paris(2, 12), 2),  # within a day
        (paris(2, 17), paris(3, 10), 2),  # over a night
        (paris(6, 17), paris(9, 10), 2),  # over a weekend
        (paris(7, 3), paris(8, 22), 0),  # a weekend
        (paris(2, 5), paris(2, 9, 30), 0.5),  # before the door opens
        (paris(2, 9), paris(16, 9), 90),  # two weeks
        (paris(3, 12), paris(3, 11), 0),  # a clock set back
    ],
)
def test_only_the_hours_of_work_count(office, since, until, hours):
    assert office.waited(since, until) == timedelta(hours=hours)


def test_the_database_makes_the_same_sum(office):
    chance = random.Random(3)
    for _case in range(200):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(400 * 86400))
        values = [at, office.zone.key, office.opens, office.closes, list(office.days)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT inbox_worked(%s AT TIME ZONE %s, %s, %s, %s)", values)
            assert cursor.fetchone()[0] == office.worked(at)


def test_a_night_does_not_turn_a_conversation_red(office):
    with time_machine.travel(paris(3, 9, 45), tick=False):
        assert office.tone(paris(2, 17, 50)) == ""
        assert office.tone(paris(2, 17)) == "warn"
        assert office.tone(paris(2, 16)) == "bad"


def test_the_figures_count_the_hours_of_the_brand(space, brand):
    """START is a Monday at 10 in Paris: answered at 17:00 the next day, eight hours of work later and then some."""
    store(space, "notifications", [said("a"), ours("a1", minutes=31 * 60, parent_id="a")])
    always = figures.response_times(brand, START, START + timedelta(days=1))
    assert (always.median, always.within) == (timedelta(hours=31), 0)
    AnswerGoal.objects.create(workspace=brand, **OFFICE | {"minutes": 960})
    found = figures.response_times(brand, START, START + timedelta(days=1))
    assert (found.median, found.within, found.minutes) == (timedelta(hours=16), 1, 960)


def test_the_goal_is_chosen_recorded_and_shown(client, camille, brand, space):
    client.force_login(camille)
    address = reverse("answer_goal", args=[brand.slug])
    assert address in client.get(reverse("inbox", args=[brand.slug])).text
    values = {"minutes": 30, "days": ["1", "2"], "opens": "09:00", "closes": "12:30"}
    assert client.post(address, values).status_code == 302
    row = AnswerGoal.objects.get()
    assert (row.minutes, row.days, row.seconds) == (30, [1, 2], (32400, 45000))
    assert Event.objects.get(verb="answer_goal.changed").data["minutes"] == 30
    AnswerGoal.objects.update(days=[1, 2, 3, 4, 5, 6, 7], opens=None, closes=None)
    store(space, "notifications", [said("a")])
    assert "over 30 min" in client.get(reverse("inbox", args=[brand.slug])).text


@pytest.mark.parametrize(
    "wrong", [{"minutes": 0}, {"days": []}, {"opens": "18:00", "closes": "09:00"}, {"closes": ""}, {"days": ["8"]}, {"opens": "soon"}]
)
def test_a_goal_that_makes_no_sense_is_refused_and_stays_typed(client, camille, brand, wrong):
    client.force_login(camille)
    answer = client.post(
        reverse("answer_goal", args=[brand.slug]), {"minutes": 77, "days": ["1"], "opens": "09:00", "closes": "18:00"} | wrong
    )
    assert answer.status_code == 422
    assert not AnswerGoal.objects.exists()


def test_only_those_who_set_the_brand_up_choose(client, yanis, brand):
    client.force_login(yanis)
    assert client.get(reverse("answer_goal", args=[brand.slug])).status_code == 403
    assert reverse("answer_goal", args=[brand.slug]) not in client.get(reverse("inbox", args=[brand.slug])).text


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (120, "2 h"), (150, "2 h 30"), (1440, "1 d")])
def test_the_goal_is_said_in_few_letters(brand, minutes, words):
    AnswerGoal.objects.create(workspace=brand, minutes=minutes)
    with translation.override("en"):
        assert goal_words(goals.goal_of(brand)) == words

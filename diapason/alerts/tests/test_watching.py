"""What is unusual becomes one alert, told once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from diapason.alerts import opening, telling, watching
from diapason.alerts.detection.detector import Verdict
from diapason.alerts.detection.series import Unusual
from diapason.alerts.models import Alert, Watch
from diapason.alerts.tests.conftest import NOON
from diapason.listening import past, wording
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.workspaces.models import Event, Notification

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Event.objects.filter(subject="alerts.alert").order_by("id").values_list("verb", flat=True))


def test_twenty_mentions_are_an_alert_for_a_brand_that_has_three_a_day(look, hear):
    hear(20, NOON - timedelta(minutes=2))
    look()
    alert = Alert.objects.get()
    assert (alert.kind, alert.seen, alert.minutes) == ("spike", 20, 15)
    assert (alert.began_at, alert.opened_at) == (NOON - timedelta(minutes=5), NOON)
    assert alert.expected < 1
    assert len(alert.course) == 48
    assert verbs() == ["alert.opened"]
    assert {str(each.person) for each in Notification.objects.all()} == {"Camille", "Yanis"}


@pytest.mark.parametrize(("usual", "began"), [(0.4, 200), (6.0, 2)])
def test_what_builds_up_over_hours_began_with_the_first_of_it_where_hardly_anything_is_usual(look, hear, usual, began):
    watch = look()
    for minutes in (300, 200, 150, 2):
        hear(1, NOON - timedelta(minutes=minutes))
    verdict = Verdict(score=12.0, minutes=240, seen=3, expected=usual)
    unusual = Unusual("volume", verdict, NOON - timedelta(minutes=5), NOON - timedelta(minutes=5))
    alert = opening.tell_of(watch, unusual, 9.0, NOON)
    assert alert.began_at == watching.step_of(NOON - timedelta(minutes=began))


def test_five_are_not(look, hear):
    hear(5)
    look()
    assert not Alert.objects.exists()


def test_looking_again_tells_nothing_new(look, hear, time):
    hear(20)
    look()
    for _minute in range(10):
        time.goes_on(minutes=1)
        look()
    assert verbs() == ["alert.opened"]
    assert Notification.objects.count() == 2


def test_it_is_told_again_when_it_becomes_clearly_worse(look, hear, time):
    hear(20)
    look()
    time.goes_on(minutes=5)
    hear(20)
    look()
    assert verbs() == ["alert.opened", "alert.worsened"]
    alert = Alert.objects.get()
    assert (alert.seen, alert.told_at) == (40, time.now)
    assert alert.severity == "severe"


def test_a_day_later_it_is_another_alert(look, hear, time):
    hear(20)
    look()
    time.goes_on(hours=25)
    hear(60)
    look()
    assert verbs() == ["alert.opened", "alert.opened"]


def test_what_comes_in_late_is_told_when_it_comes(look, hear):
    hear(3, NOON - timedelta(minutes=50))
    look()
    assert not Alert.objects.exists()
    hear(17, NOON - timedelta(minutes=50))
    look()
    assert Alert.objects.get().began_at == NOON - timedelta(minutes=50)


def test_what_an_archive_brings_of_last_week_is_not_news(look, hear):
    look()
    hear(500, NOON - timedelta(days=7))
    look()
    assert not Alert.objects.exists()


def test_anger_is_an_alert_where_much_is_said_in_any_case(look, hear, time):
    for step in range(28 * 24):
        hear(3, NOON - timedelta(hours=step + 3), Sentiment.NEUTRAL)
    hear(12, NOON - timedelta(minutes=4), Sentiment.NEGATIVE)
    look()
    assert Alert.objects.get().kind == "negativity"


def test_nothing_is_told_of_a_query_whose_watch_is_off(look, hear):
    Watch.objects.filter(pk=look().pk).update(sensitivity="off")
    hear(40)
    watch = look()
    assert not Alert.objects.exists()
    assert watch.looked


def test_another_wording_is_learnt_anew(look, hear, query, owner, time):
    before = look()
    new = wording.reword(owner, query, "colis")
    while past.step(new.pk):
        pass
    time.goes_on(minutes=5)
    watch = look()
    assert (before.wording, watch.wording) == (query.shown_id, new.pk)
    assert watch.state["volume"]["baseline"]["day"] != before.state["volume"]["baseline"]["day"]


def test_a_removed_query_is_looked_at_no_more(look, query, time):
    look()
    Query.objects.filter(pk=query.pk).update(removed_at=time.now)
    time.goes_on(hours=1)
    assert watching.look_at_all() == 0


def test_nothing_is_looked_at_twice_when_nothing_came_in(look, hear, time):
    look()
    assert watching.look_at_all() == 0
    hear(1)
    assert watching.look_at_all() == 1
    time.goes_on(minutes=5)
    assert watching.look_at_all() == 1


def test_looking_every_minute_learns_the_same_as_looking_once(look, hear, query, time):
    look()
    for minute in range(0, 300, 20):
        time.goes_on(minutes=20)
        hear(minute % 3)
        look()
    often = Watch.objects.get()
    Watch.objects.all().delete()
    once = look()
    assert often.state["volume"]["sums"] == once.state["volume"]["sums"]
    assert often.state["volume"]["counts"] == once.state["volume"]["counts"]
    assert often.settled_at == once.settled_at


def test_a_look_that_fails_has_told_nothing_and_is_made_up_for(look, hear, monkeypatch, ask, caplog):
    ask("colis", "Other")
    hear(20)
    with monkeypatch.context() as patch:
        patch.setattr(telling, "tell", lambda *_args: 1 / 0)
        assert watching.look_at_all() == 1  # the other one
    assert "could not be looked at" in caplog.text
    assert not Alert.objects.exists()
    look()
    assert verbs() == ["alert.opened"]


def test_the_queries_of_a_brand_are_looked_at_with_few_questions(look, hear, ask, django_assert_num_queries):
    ask("colis", "Other")
    look()
    with django_assert_num_queries(3):
        watching.look_at_all()


@pytest.mark.parametrize(("spell", "turns"), [(60, "abc"), (-1, "abac")])
def test_queries_that_have_weeks_to_learn_keep_the_others_waiting_for_a_spell_only(look, hear, said, ask, monkeypatch, time, spell, turns):
    """`a` is known; of `b` more is said than of `c`."""
    look()
    later, spoken_of = ask("colis", "c"), ask("lampe", "b")
    store().keep([said("La lampe", said_at=time.now, found_by=(spoken_of.shown_id,))])
    letters, seen, look_ = {later.pk: "c", spoken_of.pk: "b"}, [], watching.look

    def looked(pk: int, stamp: str) -> bool:
        seen.append(letters.get(Watch.objects.get(pk=pk).query_id, "a"))
        return look_(pk, stamp) and hear(1) is None  # meanwhile something comes in for `a`

    monkeypatch.setattr(watching, "looked_at", looked)
    monkeypatch.setattr(watching, "SPELL", spell)
    hear(1)
    watching.look_at_all()
    assert "".join(seen)[: len(turns)] == turns


def test_one_that_breaks_while_it_learns_is_not_tried_for_ever(look, ask, monkeypatch):
    ask("colis", "Other")
    monkeypatch.setattr(watching, "looked_at", lambda _pk, _stamp: False)
    monkeypatch.setattr(watching, "SPELL", -1)
    assert watching.look_at_all() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(look, hear):
    pk = look().pk
    hear(20)
    found: list[bool] = []

    def other() -> None:
        found.append(watching.look(pk))
        connection.close()

    with transaction.atomic():
        assert watching.look(pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert found == [False]
    assert Alert.objects.count() == 1

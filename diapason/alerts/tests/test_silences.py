"""A source that usually brings mentions, and brings none."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from diapason.alerts import silences
from diapason.alerts.models import Alert
from diapason.alerts.tests.conftest import NOON
from diapason.listening.models import Source
from diapason.listening.store import store
from diapason.workspaces.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(brand, time) -> Source:
    made = Source.objects.create(workspace=brand, kind=Source.Kind.FEED, name="Lyon Matin", address="https://lyon.example/feed")
    Source.objects.filter(pk=made.pk).update(created_at=NOON - timedelta(days=90))
    return made


@pytest.fixture
def bring(feed, said):
    """Two mentions an hour, heard in the hours that `when` lets through."""

    def add(since: timedelta, until: timedelta, when=lambda _moment: True) -> None:
        first = NOON - since
        hours = (first + number * timedelta(hours=1) for number in range(int((since - until).total_seconds() // 3600)))
        mentions = [said("x", said_at=hour, heard_at=hour) for hour in hours if when(hour) for _one in range(2)]
        for mention in mentions:
            mention.source = feed.pk
        store().keep(mentions)

    return add


def at_day(moment: datetime) -> bool:
    return 7 <= moment.hour < 19 and moment.weekday() < 5


def test_a_source_that_stops_is_told_of_once(feed, bring, time, camille, client):
    bring(timedelta(days=32), timedelta(hours=7))
    assert silences.look_at_all() == 1
    alert = Alert.objects.get()
    assert (alert.kind, alert.source, alert.minutes, alert.expected) == ("silence", feed, 360, 12)
    for _hour in range(30):
        time.goes_on(hours=1)
        silences.look_at_all()
    assert (Alert.objects.get().minutes, Alert.objects.get().tellings.count()) == (1440, 1)
    assert Notification.objects.get().code == "alert.urgent_silence"
    client.force_login(camille)
    html = client.get(reverse("alert", args=["maison-lumen", alert.pk])).content.decode()
    assert "Nothing for 24" in html
    assert reverse("source", args=["maison-lumen", feed.pk]) in html
    assert "Lyon Matin" in client.get(reverse("alerts", args=["maison-lumen"])).content.decode()


def test_nights_and_weekends_are_no_silence(bring, time):
    bring(timedelta(days=35), timedelta(days=-4), at_day)
    time.now = NOON.replace(hour=3) + timedelta(days=1)
    assert silences.look_at_all() == 0
    time.now = NOON + timedelta(days=4)  # Sunday
    assert silences.look_at_all() == 0


def test_a_silence_of_working_hours_is(bring, time):
    bring(timedelta(days=35), timedelta(hours=24), at_day)
    assert silences.look_at_all() == 1


@pytest.mark.parametrize("change", [{"paused_at": NOON}, {"removed_at": NOON}, {"created_at": NOON - timedelta(days=9)}])
def test_paused_removed_and_young_ones_are_left_alone(feed, bring, change):
    bring(timedelta(days=32), timedelta(hours=7))
    Source.objects.filter(pk=feed.pk).update(**change)
    assert silences.look_at_all() == 0


def test_one_that_brings_again_and_stops_again_is_another_alert(bring, time):
    bring(timedelta(days=32), timedelta(hours=7))
    silences.look_at_all()
    time.goes_on(days=2)
    bring(timedelta(hours=-20), timedelta(hours=-40))
    time.goes_on(hours=1)
    assert silences.look_at_all() == 1
    assert Alert.objects.count() == 2

"""An account that many follow is told of, where it is not of every day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from diapason.alerts.models import Alert, Loudest, Watch
from diapason.alerts.tests.conftest import NOON
from diapason.listening import pipeline
from diapason.workspaces.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def speak(brand, query, said, time):
    def one(followers: int | None, **more) -> None:
        author = {"author": f"x:{followers}", "author_name": "Le Grand Jean", "followers": followers}
        facts = author | {"said_at": time.now - timedelta(minutes=3)}
        pipeline.take_in(brand, [said("La livraison de la marque", **(facts | more))])

    return one


def test_a_large_account_is_told_of_at_once(look, speak, client, yanis):
    look()
    speak(120_000)
    look()
    look()
    alert = Alert.objects.get()
    assert (alert.kind, alert.seen, alert.severity) == ("voice", 120_000, "serious")
    assert {each.data["seen"] for each in Notification.objects.all()} == {"120\u00a0k"}
    client.force_login(yanis)
    html = client.get(reverse("alert", args=["maison-lumen", alert.pk])).content.decode()
    assert "An account with 120,000 followers speaks." in html
    assert "Le Grand Jean" in html


@pytest.mark.parametrize("followers", [None, 200, 9_000])
def test_small_and_unknown_ones_are_not(look, speak, followers):
    look()
    speak(followers)
    look()
    assert not Alert.objects.exists()


def test_a_brand_that_giants_speak_of_daily_is_told_of_larger_ones_only(look, speak, brand, query):
    look()
    Loudest.objects.bulk_create(
        Loudest(
            workspace=brand,
            wording=query.shown_id,
            day=NOON.date() - timedelta(days=day),
            followers=80_000,
            mention=day,
            said_at=NOON - timedelta(days=day),
        )
        for day in range(1, 29)
    )
    speak(120_000)
    look()
    assert not Alert.objects.exists()
    speak(300_000)
    look()
    assert Alert.objects.get().expected == 80_000


def test_a_second_one_of_the_day_is_told_of_when_it_is_much_larger(look, speak, time):
    look()
    speak(20_000)
    look()
    speak(25_000, author="x:other")
    look()
    assert Alert.objects.get().told_score == 2
    speak(90_000)
    look()
    assert (Alert.objects.get().seen, Alert.objects.get().tellings.count()) == (90_000, 2)


def test_what_an_archive_brings_is_not_news(look, speak):
    look()
    speak(500_000, said_at=NOON - timedelta(days=3))
    look()
    assert not Loudest.objects.exists()


def test_how_large_depends_on_the_sensitivity(look, speak):
    Watch.objects.filter(pk=look().pk).update(sensitivity="low")
    speak(60_000)
    look()
    assert not Alert.objects.exists()
    Watch.objects.update(sensitivity="high", looked="")
    look()
    assert Alert.objects.count() == 1

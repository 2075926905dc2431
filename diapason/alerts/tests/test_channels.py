"""Alerts told through networks: which, when, once, and what is said when it does not work."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from diapason.alerts import channels
from diapason.alerts.models import Alert, Channel, Word
from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.errors import RateLimited
from diapason.networks.base.serving import load
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


def keyed(wanted: bool) -> str:
    found = [each.slug for each in channels.networks() if bool(each.manifest.tell.get("keyed")) == wanted and not each.can("publish")]
    return found[0]


class Line:
    """A fake network, and what a person types so that it works."""

    def __init__(self, slug: str, monkeypatch) -> None:
        self.fake = cast(Any, load(slug))
        self.slug, self.secrets = slug, self.fake.line()
        monkeypatch.setattr(channels, "client", lambda: self.fake.client())

    @property
    def said(self) -> list[str]:
        return [post.text for post in self.fake.published()]


@pytest.fixture
def lines(monkeypatch):
    return lambda *, keys: Line(keyed(keys), monkeypatch)


@pytest.fixture
def add(brand, camille):
    def make(line: Line, **more) -> Channel:
        known = {"network": line.slug, "base_url": line.fake.url, "secrets": Sealed(line.secrets), "name": "La cellule"}
        return Channel.objects.create(workspace=brand, created_by=camille, **(known | {"least": "notable", "always": True} | more))

    return make


@pytest.fixture
def told(hear, look):
    """An alert of twenty mentions."""

    def make() -> Alert:
        hear(20)
        look()
        return Alert.objects.get()

    return make


def test_an_alert_is_said_there_once_with_its_address(lines, add, told):
    line = lines(keys=True)
    add(line)
    alert = told()
    assert (channels.say_due(), channels.say_due()) == (1, 0)
    [text] = line.said
    assert "livraison" in text
    assert reverse("alert", args=["maison-lumen", alert.pk]) in text
    assert Channel.objects.get().said_at


@pytest.mark.parametrize(
    ("least", "always", "night", "words"),
    [("notable", True, True, 1), ("severe", True, False, 0), ("notable", False, False, 1), ("notable", False, True, 0)],
)
def test_severity_and_hours_decide(lines, add, told, time, monkeypatch, least, always, night, words):
    add(lines(keys=True), least=least, always=always)
    alert = told()
    Word.objects.all().delete()
    Alert.objects.update(severity="notable")
    alert.refresh_from_db()
    channels.queue(alert, "x", time.now, pressing=not night)
    assert Word.objects.count() == words


def test_what_is_removed_is_told_nothing(lines, add, told, camille, time):
    line = lines(keys=True)
    channel = add(line)
    told()
    channels.remove(member_of(camille, "maison-lumen"), channel)
    assert channels.say_due() == 0
    assert line.said == []


def test_a_network_that_asks_to_wait_is_asked_again_then(lines, add, told, time):
    line = lines(keys=False)
    add(line)
    told()
    line.fake.faults.rate_limited(times=1)
    assert channels.say_due() == 0
    assert Word.objects.get().next_at > time.now
    time.goes_on(minutes=10)
    assert channels.say_due() == 1
    assert len(line.said) == 1


@pytest.mark.parametrize("keys", [True, False])
def test_a_lost_answer_says_nothing_twice(lines, add, told, time, keys):
    line = lines(keys=keys)
    add(line)
    told()
    line.fake.faults.drop(times=1)
    channels.say_due()
    time.goes_on(minutes=10)
    channels.say_due()
    assert len(line.said) == 1
    assert Word.objects.get().next_at is None


def test_a_worker_that_dies_in_the_middle_says_nothing_twice_where_no_key_is_known(lines, add, told, time):
    line = lines(keys=False)
    add(line)
    told()
    assert len(channels.claim()) == 1
    time.goes_on(minutes=10)
    assert channels.say_due() == 0
    assert Word.objects.get().next_at is None


def test_a_refusal_is_shown_and_told_once(lines, add, told, time, camille):
    line = lines(keys=True)
    add(line, secrets=Sealed(line.secrets | {"token": "wrong"}))
    alert = told()
    channels.say_due()
    channels.queue(alert, "again", time.now, pressing=True)
    channels.say_due()
    assert Channel.objects.get().error
    assert Notification.objects.filter(person=camille, code="alert.channel_failed").count() == 1
    client = Client()
    client.force_login(camille)
    assert "wrong" not in client.get(reverse("channels", args=["maison-lumen"])).text


def test_what_is_typed_is_asked_of_the_network_before_it_is_kept(lines, camille):
    line, client = lines(keys=True), Client()
    client.force_login(camille)
    address = reverse("new_channel", args=["maison-lumen", line.slug])
    typed = line.secrets | {"address": "https://chat.example.org", "least": "severe"}
    refused = client.post(address, typed | {"token": "wrong"})
    assert refused.status_code == 422
    assert not Channel.objects.exists()
    assert client.post(address, typed).status_code == 302
    made = Channel.objects.get()
    assert (made.least, made.always, made.secrets["token"]) == ("severe", False, line.fake.token)
    assert client.post(reverse("channel_trial", args=["maison-lumen", made.pk])).status_code == 302
    assert channels.say_due() == 1


def test_words_are_forgotten_after_a_month(lines, add, told, time):
    add(lines(keys=True))
    told()
    channels.say_due()
    time.goes_on(days=31)
    channels.forget()
    assert not Word.objects.exists()


def test_the_moment_of_a_wait_is_never_in_the_past():
    assert channels.wait(1, RateLimited("", until=clock.now() - timedelta(hours=1))) > timedelta(0)

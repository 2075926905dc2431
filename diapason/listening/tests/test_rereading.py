"""What counts is read again with care, once, and its cost is told."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from conftest import at
from diapason.listening import marking, pipeline, rereading
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Care, CareDay, Rereading, Why
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.listening.understanding import attentive
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db
NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


@pytest.fixture
def careful(monkeypatch) -> list[str]:
    """In place of the large model, one that finds everything positive. Which texts it read. None is in the sample, which is chosen by
    numbers that are others in every run."""
    read: list[str] = []

    def reading(mentions: Any, habits: Any) -> None:
        for mention in mentions:
            read.append(mention.text)
            mention.sentiment, mention.confidence, mention.intent = POSITIVE, 0.9, "praise"

    monkeypatch.setattr(attentive, "installed", lambda: True)
    monkeypatch.setattr(attentive, "available", lambda: True)
    monkeypatch.setattr(attentive, "careful", reading)
    monkeypatch.setattr(rereading, "ONE_IN", 2**64)
    return read


def doubtful(said, text: str, **more: Any):
    return said(text, sentiment=NEGATIVE, confidence=0.4, intent="complaint", **more)


def tones(query: Any) -> dict[Sentiment | None, int]:
    return {each.sentiment: each.mentions for each in store().daily([query.shown_id], date(2026, 1, 1), date(2027, 1, 1))}


def test_a_doubtful_mention_of_a_query_is_read_again_and_every_sum_follows(brand, ask, said, careful):
    query = ask("lampe")
    pipeline.take_in(brand, [doubtful(said, "lampe"), said("lampe sûre", sentiment=NEGATIVE, confidence=0.95), doubtful(said, "autre")])
    assert (careful, tones(query)) == ([], {NEGATIVE: 2})
    rereading.read_some(5)
    assert (careful, tones(query)) == (["lampe"], {NEGATIVE: 1, POSITIVE: 1})
    [mention] = store().search(Search(brand.pk, sentiment=POSITIVE), 5).mentions
    assert (mention.confidence, mention.intent, mention.data[rereading.FIRST]) == (0.9, "praise", [-1, 0.4])
    rereading.read_some(5)
    assert careful == ["lampe"]


def test_what_reaches_the_inbox_is_read_first_whatever_it_is(brand, ask, said, careful):
    ask("lampe")
    message = said("bonjour", sentiment=NEUTRAL, confidence=0.99, data={"message": 3})
    pipeline.take_in(brand, [doubtful(said, "lampe"), message])
    assert rereading.waiting()[0].why == Why.INBOX
    rereading.read_some(5)
    assert careful == ["bonjour", "lampe"]


def test_of_what_is_sure_a_sample_is_read_again(brand, ask, said, careful, monkeypatch):
    ask("lampe")
    sure = {"sentiment": NEGATIVE, "confidence": 0.95}
    pipeline.take_in(brand, [said("lampe une", **sure)])
    assert not Rereading.objects.exists()
    monkeypatch.setattr(rereading, "ONE_IN", 1)
    pipeline.take_in(brand, [said("lampe deux", **sure)])
    assert Rereading.objects.get().why == Why.SAMPLE
    Care.objects.create(workspace=brand, sampled=False)
    pipeline.take_in(brand, [said("lampe trois", **sure)])
    assert Rereading.objects.count() == 1


def test_what_a_person_or_a_source_said_is_not_read_again(brand, owner, ask, said, careful):
    ask("lampe")
    pipeline.take_in(brand, [said("lampe", sentiment=NEGATIVE), said("lampe 12", language="de")])
    assert not Rereading.objects.exists()
    pipeline.take_in(brand, [doubtful(said, "lampe encore")])
    [mention] = [each for each in store().search(Search(brand.pk), 5).mentions if each.text == "lampe encore"]
    marking.decide(owner, [mention.id], Decision(sentiment=NEUTRAL))
    rereading.read_some(5)
    assert careful == []
    assert not Rereading.objects.exists()


def test_a_brand_chooses_what_is_read_again_and_how_much(brand, ask, said, careful):
    ask("lampe")
    Care.objects.create(workspace=brand, daily=3)
    pipeline.take_in(brand, [doubtful(said, f"lampe {number}") for number in range(2)])
    rereading.read_some(5)
    pipeline.take_in(brand, [doubtful(said, f"lampe {number}") for number in range(2, 6)])
    pipeline.take_in(brand, [doubtful(said, "bonjour", data={"message": 1})])
    assert Rereading.objects.count() == 2
    Care.objects.update(doubtful=False, inbox=False, sampled=False)
    pipeline.take_in(brand, [doubtful(said, "lampe 9", data={"message": 2})])
    assert Rereading.objects.count() == 2


def test_the_cost_is_counted_by_reason(brand, ask, said, careful):
    ask("lampe")
    pipeline.take_in(brand, [doubtful(said, f"lampe {number}") for number in range(3)])
    rereading.read_some(5)
    with translation.override("en"):
        [cost] = rereading.costs(brand, 30)
    assert (cost.why, cost.texts, cost.tones, cost.intents) == ("Doubtful", 3, 3, 3)
    assert CareDay.objects.get().cpu_ms >= 0


def test_a_text_that_breaks_the_reading_keeps_nobody_waiting(brand, ask, said, careful, monkeypatch):
    def broken(mentions: Any, habits: Any) -> None:
        raise ValueError

    query = ask("lampe")
    pipeline.take_in(brand, [doubtful(said, "lampe")])
    monkeypatch.setattr(attentive, "careful", broken)
    assert rereading.read_some(5) == 1
    assert tones(query) == {NEGATIVE: 1}
    assert not Rereading.objects.exists()


def test_where_it_is_not_installed_nothing_waits_and_the_screen_says_so(signed_in, brand, ask, said, monkeypatch):
    monkeypatch.setattr(attentive, "installed", lambda: False)
    ask("lampe")
    pipeline.take_in(brand, [doubtful(said, "lampe")])
    assert not Rereading.objects.exists()
    page = signed_in.get(at("understanding")).content.decode()
    assert "requirements/careful.txt" in page


def test_the_screen_tells_what_was_read_and_takes_what_is_chosen(signed_in, brand, ask, said, careful):
    ask("lampe")
    pipeline.take_in(brand, [doubtful(said, "lampe"), doubtful(said, "lampe bleue")])
    rereading.read_some(5)
    page = signed_in.get(at("understanding")).content.decode()
    assert "Doubtful" in page
    answer = signed_in.post(at("care"), {"inbox": "on", "daily": "500"})
    assert answer.status_code == 302
    care = rereading.care_of(brand)
    assert (care.inbox, care.doubtful, care.sampled, care.daily) == (True, False, False, 500)
    assert Event.objects.filter(verb="query.care_changed").exists()
    assert signed_in.post(at("care"), {"daily": "-1"}).status_code == 422

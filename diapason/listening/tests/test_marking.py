"""What people decide of mentions by hand, and take back."""

from typing import Any

import pytest
from django.urls import reverse

from conftest import at
from diapason.listening import marking, pipeline
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Sentiment
from diapason.listening.store import store
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(brand, said):
    mentions = [said(f"colis {number}", sentiment=Sentiment.NEUTRAL, confidence=0.5) for number in range(3)]
    pipeline.take_in(brand, mentions)
    return [mention.id for mention in mentions]


def kept(brand, ids):
    by_id = {mention.id: mention for mention in store().get(brand.pk, ids)}
    return [by_id[key] for key in ids]


@pytest.mark.parametrize(
    ("decision", "name", "value"),
    [
        (Decision(label="À suivre"), "labels", ("À suivre",)),
        (Decision(sentiment=Sentiment.NEGATIVE), "sentiment", Sentiment.NEGATIVE),
        (Decision(ignored=True), "ignored", True),
    ],
)
def test_a_decision_is_kept_and_taken_back(brand, owner, heard, decision, name, value):
    before = kept(brand, heard)
    done: Any = marking.decide(owner, heard[:2], decision)
    assert [getattr(mention, name) for mention in kept(brand, heard)] == [value, value, getattr(before[2], name)]
    assert marking.undo(owner, done) == 2
    assert kept(brand, heard) == before
    assert marking.undo(owner, done) == 0


def test_what_somebody_decided_since_is_not_taken_back(brand, owner, yanis, heard):
    from diapason.workspaces.members import member_of

    first: Any = marking.decide(owner, heard[:2], Decision(sentiment=Sentiment.NEGATIVE))
    marking.decide(member_of(yanis, brand.slug), heard[:1], Decision(sentiment=Sentiment.POSITIVE))
    assert marking.undo(owner, first) == 1
    assert [mention.sentiment for mention in kept(brand, heard)] == [Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEUTRAL]


def test_that_a_tone_was_right_is_kept_too_and_once(owner, heard):
    assert marking.decide(owner, heard, Decision(sentiment=Sentiment.NEUTRAL))
    assert marking.decide(owner, heard, Decision(sentiment=Sentiment.NEUTRAL)) is None


def test_a_tag_is_one_whatever_its_case_and_a_mention_has_so_many(brand, owner, heard):
    marking.decide(owner, heard[:1], Decision(label="Presse"))
    assert marking.decide(owner, heard[:1], Decision(label="PRESSE")) is None
    for number in range(30):
        marking.decide(owner, heard[:1], Decision(label=f"tag {number}"))
    assert len(kept(brand, heard)[0].labels) == 20
    marking.decide(owner, heard[:1], Decision(unlabel="presse"))
    assert "Presse" not in kept(brand, heard)[0].labels


def test_the_screen_decides_of_those_that_are_chosen_and_takes_it_back(signed_in, brand, heard):
    act, back = at("mention_decisions"), at("mentions") + "?tone=neutral"
    answer = signed_in.post(act, {"id": heard[:2], "act": "ignore", "back": back})
    assert answer.headers["Location"] == back
    listed = signed_in.get(at("mentions"), {"from": "2026-11-01", "to": "2026-11-30"}).content.decode()
    assert (listed.count("colis 2"), listed.count("colis 1")) == (1, 0)
    ignored = {"from": "2026-11-01", "to": "2026-11-30", "ignored": "1"}
    listed = signed_in.get(at("mentions"), ignored).content.decode()
    assert "colis 1" in listed
    assert "Bring back" in listed
    decision = Event.objects.get(verb="mention.ignored")
    signed_in.post(at("mention_decision_reversal", decision.pk))
    assert not any(mention.ignored for mention in kept(brand, heard))


@pytest.mark.parametrize(
    "given",
    [{}, {"act": "nonsense"}, {"act": "tone", "tone": "angry"}],
)
def test_what_is_no_decision_is_said_and_changes_nothing(signed_in, brand, heard, given):
    signed_in.post(at("mention_decisions"), {"id": heard, **given})
    assert "at least one mention" in signed_in.get(at("mentions")).content.decode()
    assert not Event.objects.filter(verb__in=marking.UNDOABLE).exists()


@pytest.mark.parametrize(("act", "told"), [("label", "Write the tag to add."), ("unlabel", "Write the tag to remove.")])
def test_a_tag_that_nobody_wrote_is_asked_for(signed_in, brand, heard, act, told):
    signed_in.post(at("mention_decisions"), {"id": heard, "act": act, "label": "  "})
    assert told in signed_in.get(at("mentions")).text
    assert not Event.objects.filter(verb__in=marking.UNDOABLE).exists()


def test_mentions_of_another_brand_are_out_of_reach(client, olga, brand, heard):
    client.force_login(olga)
    theirs = olga.memberships.get().workspace
    client.post(reverse("mention_decisions", args=[theirs.slug]), {"id": heard, "act": "ignore"})
    assert not any(mention.ignored for mention in kept(brand, heard))
    assert client.post(reverse("mention_decisions", args=[brand.slug]), {"id": heard, "act": "ignore"}).status_code == 404

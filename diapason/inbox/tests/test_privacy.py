"""Forgetting a person, with what the inbox holds about them."""

import json

import pytest

from diapason.community import merging, privacy
from diapason.community.models import Contact, Erasure, Identity
from diapason.core import clock
from diapason.inbox import answering
from diapason.inbox.models import Conversation, Message, Raw
from diapason.inbox.reading import store
from diapason.inbox.settling import settle
from diapason.inbox.tests.double import JULIE, THEO, said
from diapason.publishing.models import Attempt, Delivery, DeliveryStep
from diapason.workspaces.models import Event, Notification


@pytest.fixture
def page(space):
    messages = [
        said(
            "did:julie/1",
            "Ma commande 42",
            raw={"id": "1"},
            thread_id="did:julie/1",
            data={"cid": "c"},
            url="https://example.social/julie/1",
        ),
        said("did:theo/1", "Moi aussi", by=THEO, minutes=1, parent_id="did:julie/1", thread_id="did:julie/1"),
    ]
    store(space, "notifications", messages)
    return messages


def julie() -> Contact:
    return Contact.objects.get(identities__remote_id=JULIE.remote_id)


def test_the_export_holds_all_that_was_said_and_is_json(member, page):
    answering.reply(member, Conversation.objects.select_related("space").get(), "Elle part ce soir.")
    data = json.loads(json.dumps(privacy.export(member, julie())))
    assert data["profile"]["name"] == "Julie Marchand"
    assert data["accounts"][0]["handle"] == "julie@example.social"
    assert [message["text"] for message in data["conversations"][0]["messages"]] == ["Ma commande 42", "Elle part ce soir."]
    assert Event.objects.filter(verb="contact.exported").exists()


def test_an_erased_person_leaves_no_word_and_no_name_and_the_others_stay(member, page):
    person = julie()
    fact = privacy.erase(member, person, reason="Asked by e-mail")
    assert fact.counts == {"identities": 1, "conversations": 1, "mentions": 0}
    gone = Message.objects.get(erased_at__isnull=False)
    assert (gone.text, gone.url, gone.data, gone.thread_id) == ("", "", {}, "")
    for table in (Message, Conversation, Identity, Contact, Raw, Event, Erasure):
        for row in table._default_manager.values_list():
            assert not any(word in str(row) for word in ("Julie", "julie", "commande 42")), table
    assert Message.objects.get(erased_at=None).text == "Moi aussi"


def answered(member, text="Bonjour Julie, elle part ce soir."):
    return answering.reply(member, Conversation.objects.select_related("space").get(), text)


def no_trace() -> bool:
    tables = (Message, Conversation, Identity, Contact, Raw, Event, Erasure, Delivery, DeliveryStep, Attempt, Notification)
    rows = (str(row) for table in tables for row in table._default_manager.values_list())
    return not any(word in row for row in rows for word in ("Julie", "julie", "commande 42", "ce soir"))


def sent(delivery, state="published"):
    """As the engine leaves it, with what its connector kept."""
    spec = {"text": "@julie@example.social Bonjour", "reply_to": {"uri": "did:julie/1"}}
    step = DeliveryStep.objects.create(delivery=delivery, position=0, kind="post", spec=spec, repeat="keyed", publishes=True)
    Attempt.objects.create(step=step, number=1, fingerprint="f", owner="w", started_at=clock.now(), detail="To @julie@example.social")
    step.result = {"remote_id": "ours/1", "url": "https://example.social/ours/1", "data": {"root": {"uri": "did:julie/1"}}}
    step.save()
    Delivery.objects.filter(pk=delivery.pk).update(state=state, remote_id="ours/1", next_at=clock.now() if state == "submitting" else None)


def test_what_we_answered_goes_with_the_question(member, space, page):
    delivery = answered(member)
    sent(delivery)
    privacy.erase(member, julie())
    assert no_trace()
    ours = Message.objects.get(direction="out")
    assert (ours.text, ours.outcome, ours.remote_id) == ("", "sent", "ours/1")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.content["parts"], delivery.content["reply_to"]) == ("published", ["—"], None)
    store(space, "notifications", [said("ours/1", "Bonjour Julie", ours=True, parent_id="did:julie/1")])
    assert no_trace()


def test_an_answer_that_has_not_gone_does_not_go(member, space, page):
    delivery = answered(member)
    privacy.erase(member, julie())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at) == ("cancelled", None)
    assert no_trace()


def test_an_answer_on_its_way_is_forgotten_when_it_has_arrived(member, space, page):
    delivery = answered(member)
    sent(delivery, "submitting")
    privacy.erase(member, julie())
    delivery.refresh_from_db()
    assert delivery.content["parts"] == ["Bonjour Julie, elle part ce soir."]
    Delivery.objects.update(state="published", next_at=None)
    settle()
    assert no_trace()


def test_reading_again_does_not_bring_an_erased_person_back(member, space, page):
    privacy.erase(member, julie())
    assert store(space, "notifications", page).new == 0
    assert not Identity.objects.filter(remote_id=JULIE.remote_id).exists()
    assert not Raw.objects.exists()


def test_what_others_add_to_a_thread_stays_in_it_after_its_author_was_erased(member, space, page):
    privacy.erase(member, julie())
    store(
        space, "notifications", [said("did:theo/2", "Toujours rien", by=THEO, minutes=9, parent_id="did:theo/1", thread_id="did:julie/1")]
    )
    assert Conversation.objects.count() == 1


def test_an_erased_person_who_writes_again_is_somebody_new(member, space, page):
    privacy.erase(member, julie())
    store(space, "notifications", [said("did:julie/2", "Rebonjour")])
    assert julie().messages == 1


def test_erasing_a_merged_person_erases_all_their_accounts(member, page):
    theo = Contact.objects.get(identities__remote_id=THEO.remote_id)
    merging.merge(member, julie(), theo)
    privacy.erase(member, julie())
    assert Message.objects.filter(erased_at=None).count() == 0
    assert not Contact.objects.filter(erased_at=None).exists()

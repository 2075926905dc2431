"""Forgetting a person, with what the inbox holds about them."""

import json

import pytest

from diapason.community import merging, privacy
from diapason.community.models import Contact, Erasure, Identity
from diapason.inbox import answering
from diapason.inbox.models import Conversation, Message, Raw
from diapason.inbox.reading import store
from diapason.inbox.tests.double import JULIE, THEO, said
from diapason.workspaces.models import Event


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
    assert fact.counts == {"identities": 1, "conversations": 1}
    gone = Message.objects.get(erased_at__isnull=False)
    assert (gone.text, gone.url, gone.data, gone.thread_id) == ("", "", {}, "")
    for table in (Message, Conversation, Identity, Contact, Raw, Event, Erasure):
        for row in table._default_manager.values_list():
            assert not any(word in str(row) for word in ("Julie", "julie", "commande 42")), table
    assert Message.objects.get(erased_at=None).text == "Moi aussi"


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

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.inbox.models import Closure, Conversation, Message, Note, Raw
from diapason.inbox.reading import store
from diapason.inbox.tests.double import JULIE, START, THEO, ours, said
from diapason.networks.base.content import Author, Content, Kind
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Event


def read(space, *messages):
    return store(space, "notifications", messages)


def test_a_comment_becomes_a_conversation_to_answer_with_its_person(space):
    stored = read(space, said("m1", "Où est ma commande ?", subject_id="p1", parent_id="p1", language="fr"))
    conversation = Conversation.objects.get()
    assert stored.new == 1
    assert (conversation.status, conversation.kind, conversation.language) == ("open", "comment", "fr")
    assert conversation.waiting_since == START
    julie = Identity.objects.get(conversations=conversation)
    assert (julie.contact.name, julie.followers, julie.contact.messages) == ("Julie Marchand", 1240, 1)
    assert Event.objects.get(verb="conversation.received").subject_id == conversation.pk


def test_reading_a_page_again_changes_nothing(space):
    page = [said("m1"), said("m2", minutes=1, parent_id="m1"), ours("m3", minutes=2, parent_id="m2")]
    read(space, *page)
    before = picture()
    events = Event.objects.count()
    assert read(space, *page).new == 0
    assert picture() == before
    assert Event.objects.count() == events
    assert Contact.objects.get().messages == 2


def test_fifty_people_under_one_post_are_fifty_conversations(space):
    read(
        space,
        said("m1", subject_id="p1", parent_id="p1", thread_id="p1"),
        said("m2", by=THEO, subject_id="p1", parent_id="p1", thread_id="p1"),
    )
    assert Conversation.objects.count() == 2


def test_a_reply_that_arrives_before_what_it_answers_joins_it_and_keeps_what_the_team_did(space, yanis):
    read(space, said("m2", "Alors ?", minutes=5, parent_id="m1"))
    early = Conversation.objects.get()
    Note.objects.create(conversation=early, person=yanis, body="Vu")
    read(space, said("m1", "Bonjour"))
    conversation = Conversation.objects.get()
    assert conversation.pk == early.pk
    assert [message.remote_id for message in conversation.messages.order_by("sent_at")] == ["m1", "m2"]
    assert conversation.notes.get().body == "Vu"


def test_an_edited_message_shows_its_new_words_and_says_that_it_changed(space):
    read(space, said("m1", "Livraison mardi"))
    assert read(space, said("m1", "Livraison mercredi")).changed == 1
    message = Message.objects.get()
    assert (message.text, message.conversation.excerpt) == ("Livraison mercredi", "Livraison mercredi")
    assert message.edited_at


def test_a_conversation_answered_from_the_networks_own_application_waits_for_them(space):
    read(space, said("m1"), ours("m2", minutes=7, parent_id="m1"))
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.waiting_since) == ("waiting", None)
    assert (conversation.first_incoming_at, conversation.first_reply_at) == (START, START + timedelta(minutes=7))


def test_a_new_message_reopens_a_closed_conversation_even_if_its_clock_is_behind(space, yanis):
    read(space, said("m1"))
    conversation = Conversation.objects.get()
    Closure.objects.create(conversation=conversation, at=clock.now(), by=yanis)
    read(space, said("m2", minutes=-3, parent_id="m1"))
    conversation.refresh_from_db()
    assert conversation.status == "open"
    assert conversation.closures.get().ended_by is None


def test_our_message_seen_before_its_delivery_ended_is_one_message(space, yanis):
    read(space, said("m1"))
    conversation = Conversation.objects.get()
    delivery = Delivery.objects.create(
        workspace=space.workspace, space=space, kind="reply", content=Content(("Merci",)).as_json(), due_at=clock.now(), state="submitting"
    )
    mine = Message.objects.create(
        workspace=space.workspace,
        space=space,
        conversation=conversation,
        direction="out",
        outcome="pending",
        kind="comment",
        author=yanis,
        text="Merci",
        sent_at=clock.now(),
        delivery=delivery,
    )
    read(space, ours("m2", "Merci", minutes=4, parent_id="m1", data={"cid": "x"}))
    Delivery.objects.filter(pk=delivery.pk).update(state="published", remote_id="m2", published_at=START + timedelta(minutes=4))
    read(space, ours("m2", "Merci", minutes=4, parent_id="m1", data={"cid": "x"}))
    message = Message.objects.get(direction="out")
    assert (message.pk, message.outcome, message.remote_id, message.data) == (mine.pk, "sent", "m2", {"cid": "x"})


def test_a_reply_that_was_refused_brings_its_conversation_back(space, yanis):
    read(space, said("m1"))
    conversation = Conversation.objects.get()
    delivery = Delivery.objects.create(
        workspace=space.workspace, space=space, kind="reply", content=Content(("Non",)).as_json(), due_at=clock.now(), state="rejected"
    )
    Message.objects.create(
        workspace=space.workspace,
        space=space,
        conversation=conversation,
        direction="out",
        outcome="pending",
        kind="comment",
        author=yanis,
        text="Non",
        sent_at=clock.now(),
        delivery=delivery,
    )
    read(space, said("m9", by=THEO))
    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since) == ("open", START)
    assert Message.objects.get(delivery=delivery).outcome == "failed"


def test_a_thread_of_our_own_post_is_not_a_conversation(space):
    Delivery.objects.create(
        workspace=space.workspace, space=space, content=Content(("Aube",)).as_json(), due_at=clock.now(), state="published", remote_id="p1"
    )
    read(space, ours("p1", "Aube"), said("m1", parent_id="p1"), said("m2", by=THEO, parent_id="p1"))
    assert Message.objects.count() == 2
    assert {conversation.subject_remote_id for conversation in Conversation.objects.all()} == {"p1"}
    assert Conversation.objects.filter(delivery__remote_id="p1").count() == 2


def test_the_raw_payload_is_kept_for_a_replay(space):
    read(space, said("m1", raw={"id": "m1", "text": "Bonjour"}))
    assert Raw.objects.get().payload == {"id": "m1", "text": "Bonjour"}


def test_hostile_text_is_stored_as_text_and_hostile_addresses_are_dropped(space):
    evil = Author("u-evil", "<b>", name="\x00<script>alert(1)</script>", url="javascript:alert(1)")
    read(space, said("m1", "<img src=x onerror=alert(1)>\x00 שלום 👩‍👩‍👧", by=evil, url="javascript:alert(1)", media=("data:text/html,x",)))
    message = Message.objects.get()
    assert message.text == "<img src=x onerror=alert(1)> שלום 👩‍👩‍👧"
    assert (message.url, message.media) == ("", [])
    assert Identity.objects.get().url == ""


def test_the_same_account_in_two_brands_is_two_people(space, olga, brand):
    from diapason.territory.models import Space
    from diapason.workspaces.models import Workspace

    elsewhere = Space.objects.create(
        workspace=Workspace.objects.get(slug="ailleurs"),
        network="radio",
        name="Other",
        account_id="u-other",
        base_url="https://radio.example.com",
    )
    read(space, said("m1"))
    read(elsewhere, said("m1"))
    assert Identity.objects.filter(remote_id=JULIE.remote_id).count() == 2
    assert {contact.workspace_id for contact in Contact.objects.all()} == {brand.pk, elsewhere.workspace_id}


def test_a_page_costs_the_same_for_ten_messages_as_for_forty(space, django_assert_max_num_queries):
    read(space, said("m0"))
    page = [said(f"m{n}", parent_id="m0", minutes=n, by=Author(f"u{n}", f"h{n}")) for n in range(1, 41)]
    with django_assert_max_num_queries(45 + 40):  # one statement a person for their last word
        read(space, *page)


def picture():
    """Everything that a person could see, whatever the ids."""
    return sorted(
        (
            conversation.status,
            conversation.kind,
            str(conversation.waiting_since),
            str(conversation.last_message_at),
            conversation.excerpt,
            conversation.messages_count,
            conversation.incoming_count,
            conversation.identity.remote_id if conversation.identity else "",
            conversation.subject_remote_id,
            tuple(sorted(conversation.messages.values_list("remote_id", "text", "direction"))),
        )
        for conversation in Conversation.objects.select_related("identity")
    )


@st.composite
def histories(draw):
    """Messages that answer one another, our post, or something that we are never shown."""
    messages = []
    for n in range(draw(st.integers(1, 8))):
        parent = draw(st.sampled_from(["", "p1", "lost", *[f"m{i}" for i in range(n)]]))
        make = ours if draw(st.integers(0, 3)) == 0 else said
        fields = {"by": draw(st.sampled_from([JULIE, THEO]))} if make is said else {}
        subject = "p1" if parent == "p1" or draw(st.booleans()) else ""
        thread = draw(st.sampled_from(["", "", "p1", "t1", "t2", "m0"])) if n else ""
        kind = draw(st.sampled_from(list(Kind)))
        messages.append(make(f"m{n}", f"words {n}", minutes=n, parent_id=parent, subject_id=subject, thread_id=thread, kind=kind, **fields))
    return messages


@settings(max_examples=60)
@given(history=histories(), data=st.data())
def test_any_order_and_any_repetition_of_pages_gives_the_same_conversations(space, history, data):
    with transaction.atomic():
        read(space, *history)
        straight = picture()
        transaction.set_rollback(True)
    with transaction.atomic():
        shuffled = data.draw(st.permutations(history)) + data.draw(st.lists(st.sampled_from(history), max_size=5))
        while shuffled:
            size = data.draw(st.integers(1, len(shuffled)))
            read(space, *shuffled[:size])
            shuffled = shuffled[size:]
        assert picture() == straight
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", [1, 3])
def test_a_chain_read_backwards_is_one_conversation(space, size):
    chain = [said("m0")] + [said(f"m{n}", parent_id=f"m{n - 1}", minutes=n) for n in range(1, 6)]
    backwards = chain[::-1]
    for start in range(0, len(backwards), size):
        read(space, *backwards[start : start + size])
    assert Conversation.objects.get().thread_key == "m0"

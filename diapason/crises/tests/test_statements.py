"""Holding statements: approved in their very words, said in one act although publishing is paused, in a room or to somebody."""

from datetime import timedelta

import pytest

from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.crises import advising, statements
from diapason.crises.models import Statement, StatementApproval, StatementUse
from diapason.crises.statements import NotApproved
from diapason.editorial import workflow
from diapason.editorial.models import Approval, Post
from diapason.inbox.models import Conversation, Message
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.sources.hearing import key_of
from diapason.listening.store import store
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Notification

pytestmark = pytest.mark.django_db


def test_a_change_of_words_asks_for_approval_again_and_the_same_words_do_not(statement, lead, voice, camille):
    assert Statement.objects.get(pk=statement.pk).approval
    statement.title = "Another title"
    statements.keep(voice, statement)
    assert Statement.objects.get(pk=statement.pk).approval
    statement.text = "We know nothing."
    statements.keep(voice, statement)
    assert Statement.objects.get(pk=statement.pk).approval is None
    assert Notification.objects.filter(person=camille, code="statement.to_approve").count() == 2


def test_words_that_changed_meanwhile_are_not_approved_by_mistake(statement, lead, voice):
    read = statement.digest
    statement.text = "Something else."
    statements.keep(voice, statement)
    with pytest.raises(NotApproved):
        statements.approve(lead, statement, read)


def test_words_are_approved_once(statement, lead):
    statements.approve(lead, statement, statement.digest)
    assert StatementApproval.objects.count() == 1


@pytest.mark.parametrize("missing", ["approval", "statement"])
def test_nothing_is_said_without_approval_or_after_its_removal(statement, room, lead, place, missing):
    if missing == "approval":
        StatementApproval.objects.all().delete()
    else:
        statements.remove(lead, statement)
    with pytest.raises(NotApproved):
        statements.publish(lead, room, Statement.objects.get(pk=statement.pk), [place])
    assert not Post.objects.exists()


def test_saying_it_makes_a_post_that_is_approved_and_goes_out_though_all_is_paused(statement, open_room, voice, place):
    room = open_room(3, spaces=[place])
    post = statements.publish(voice, room, statement, [place])
    post.refresh_from_db()
    delivery = Delivery.objects.get(variant__post=post)
    assert (post.status, delivery.state, delivery.clearance.by) == ("planned", "planned", voice.person)
    assert delivery.what.text == "Hello, we know, and we look."
    assert delivery.due_at <= clock.now()
    assert Approval.objects.filter(version__post=post, decision="approved").count() == 1
    assert StatementUse.objects.get().post == post


def test_a_statement_that_a_network_would_refuse_makes_nothing(statement, open_room, voice, lead, place):
    room = open_room(1)
    statement.text = "Long. " * 200
    statements.keep(voice, statement)
    statements.approve(lead, statement, statement.digest)
    with pytest.raises(workflow.NotAllowed):
        statements.publish(voice, room, statement, [place])
    assert not Post.objects.exists()
    assert not StatementUse.objects.exists()


# ── A negative comment ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def comment(brand, place, source):
    """Understood by listening as a complaint of somebody whom 4,200 people follow."""
    contact = Contact.objects.create(workspace=brand, name="Sofia Lambert")
    who = Identity.objects.create(contact=contact, workspace=brand, network=place.network, remote_id="9", handle="sofia", followers=4200)
    talk = Conversation.objects.create(
        workspace=brand, space=place, thread_key="1", identity=who, language="en", last_message_at=clock.now()
    )
    known = {"workspace": brand, "space": place, "conversation": talk, "kind": "comment", "direction": "in", "identity": who}
    for number in range(3):
        Message.objects.create(
            **known, remote_id=f"m{number}", text="Where is my parcel?", sent_at=clock.now() - timedelta(hours=3 - number)
        )
    key = key_of(place.network, "m2", place.base_url)
    store().keep([Mention(workspace=brand.pk, source=source.pk, key=key, said_at=clock.now(), text="…", sentiment=Sentiment.NEGATIVE)])
    return talk


def test_a_negative_comment_shows_who_says_it_and_what_is_prepared(comment, lead, book, statement):
    found = advising.micro(lead, comment)
    assert found
    assert found.mention
    assert (found.followers, found.messages, found.mention.sentiment) == (4200, 3, Sentiment.NEGATIVE)
    assert found.ways == book.ways
    assert found.statements == [statement]


def test_a_friendly_comment_and_a_closed_one_are_left_alone(comment, lead):
    comment.status = "closed"
    assert advising.micro(lead, comment) is None
    Message.objects.filter(remote_id="m2").delete()  # nobody has understood the one before
    comment.status = "open"
    assert advising.micro(lead, comment) is None


def test_a_poor_rating_is_negative_whatever_it_says(comment, lead):
    Message.objects.filter(remote_id="m2").delete()
    comment.rating = 1
    assert advising.micro(lead, comment)


def test_calling_the_manager_gives_them_the_conversation_and_tells_them_why(comment, voice, camille):
    assert advising.call(voice, comment) == camille
    comment.refresh_from_db()
    assert (comment.assignee, comment.urgent) == (camille, True)
    told = Notification.objects.get(person=camille, code="crisis.called")
    assert told.data["said"] == "Where is my parcel?"


def test_nobody_calls_themselves(comment, lead):
    assert advising.call(lead, comment) is None


def test_an_answer_with_a_statement_has_their_name_and_is_kept_in_the_room(comment, voice, statement, room):
    statements.answer(voice, statement, comment, room)
    assert Delivery.objects.get(kind="reply").what.text == "Hello Sofia, we know, and we look."
    assert StatementUse.objects.get().conversation == comment

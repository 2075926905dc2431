import pytest

from diapason.core import clock
from diapason.inbox import answering, deciding, presence, settling
from diapason.inbox.models import Conversation, Message
from diapason.inbox.reading import store
from diapason.inbox.tests.double import Radio, said
from diapason.publishing import services
from diapason.publishing.models import Delivery
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Notification


@pytest.fixture
def conversation(space) -> Conversation:
    store(space, "notifications", [said("m1", "Où est ma commande ?", data={"cid": "c1"}, thread_id="t1", language="fr")])
    return Conversation.objects.select_related("space", "identity").get()


def test_a_reply_shows_at_once_and_leaves_time_to_take_it_back(member, conversation):
    delivery = answering.reply(member, conversation, "Elle part ce soir.")
    message = Message.objects.get(direction="out")
    assert (message.outcome, message.author, message.text) == ("pending", member.person, "Elle part ce soir.")
    assert delivery.due_at > clock.now()
    assert delivery.what.reply_to is not None
    assert (delivery.what.reply_to.remote_id, delivery.what.reply_to.root_id) == ("m1", "t1")
    assert delivery.what.reply_to.data == {"cid": "c1"}
    conversation.refresh_from_db()
    assert conversation.status == "waiting"


def test_a_reply_taken_back_gives_its_words_and_the_conversation_waits_again(member, conversation):
    delivery = answering.reply(member, conversation, "Trop vite.")
    assert answering.take_back(member, conversation, delivery) == "Trop vite."
    conversation.refresh_from_db()
    assert (conversation.status, conversation.messages_count) == ("open", 1)
    assert Delivery.objects.get().state == "cancelled"


def test_a_reply_that_has_gone_cannot_be_taken_back(member, conversation):
    delivery = answering.reply(member, conversation, "Parti.")
    Delivery.objects.update(state="published", remote_id="r1", published_at=clock.now())
    with pytest.raises(services.TooLate):
        answering.take_back(member, conversation, delivery)
    assert Message.objects.filter(direction="out").count() == 1


def test_a_long_reply_becomes_a_thread_where_the_network_has_threads(member, conversation):
    delivery = answering.reply(member, conversation, "Une phrase assez longue pour compter. " * 5)
    assert len(delivery.what.parts) > 1
    assert list(Message.objects.filter(delivery=delivery).order_by("part").values_list("text", flat=True)) == list(delivery.what.parts)


def test_each_part_of_a_thread_knows_its_remote_id_once_sent(member, conversation):
    delivery = answering.reply(member, conversation, "Une phrase assez longue pour compter. " * 5)
    for number in range(len(delivery.what.parts)):
        delivery.steps.create(
            position=number,
            kind="post",
            spec={},
            repeat="keyed",
            publishes=number == 0,
            result={"remote_id": f"r{number}", "url": "", "data": {}},
        )
    Delivery.objects.update(state="published", remote_id="r0", published_at=clock.now())
    settling.settle()
    parts = Message.objects.filter(delivery=delivery).order_by("part")
    assert [(part.remote_id, part.outcome) for part in parts] == [(f"r{n}", "sent") for n in range(len(delivery.what.parts))]


def test_a_reply_too_long_for_a_network_without_threads_is_refused_with_its_reason(member, conversation, radio):
    radio.manifest = Radio(thread=False).manifest
    with pytest.raises(answering.CannotReply) as refusal:
        answering.reply(member, conversation, "x" * 101)
    assert [problem.code for problem in refusal.value.problems] == ["too_long"]
    assert not Delivery.objects.exists()


def test_whoever_answers_second_is_warned_first_and_both_answers_are_kept(member, camille, conversation):
    other = member_of(camille, "maison-lumen")
    answering.reply(member, conversation, "Elle part ce soir.")
    with pytest.raises(answering.AnsweredMeanwhile) as warning:
        answering.reply(other, conversation, "Elle part demain.", seen=0)
    assert warning.value.message.author == member.person
    answering.reply(other, conversation, "Elle part demain.", seen=warning.value.message.pk)
    assert set(Message.objects.filter(direction="out").values_list("author__name", flat=True)) == {"Camille", "Yanis"}


def test_a_refused_reply_is_tried_again_when_its_delivery_is(member, conversation):
    answering.reply(member, conversation, "Oui")
    Delivery.objects.update(state="rejected")
    assert settling.settle() == {conversation.pk}
    conversation.refresh_from_db()
    assert conversation.status == "open"
    Delivery.objects.update(state="due")
    settling.settle()
    conversation.refresh_from_db()
    assert conversation.status == "waiting"


def test_closing_setting_aside_and_reopening_are_facts_with_who_and_when(member, conversation):
    assert deciding.hold(member, [conversation]) == [conversation]
    conversation.refresh_from_db()
    assert conversation.status == "waiting"
    deciding.close(member, [conversation])
    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since) == ("closed", None)
    deciding.reopen(member, [conversation])
    conversation.refresh_from_db()
    assert conversation.status == "open"
    assert conversation.waiting_since
    closure = conversation.closures.get()
    assert (closure.by, closure.ended_by) == (member.person, member.person)
    verbs = list(Event.objects.filter(verb__startswith="conversation.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["conversation.received", "conversation.held", "conversation.closed", "conversation.reopened"]


def test_who_is_given_a_conversation_is_told(member, camille, conversation):
    before = deciding.assign(member, [conversation], camille)
    assert before == {conversation.pk: None}
    assert Notification.objects.get().person == camille
    deciding.assign(member, [conversation], member.person)
    assert Notification.objects.count() == 1


def test_who_is_in_a_conversation_sees_who_writes_in_it(member, camille, conversation):
    other = member_of(camille, "maison-lumen")
    assert presence.here(member, conversation, writing=True) == []
    seen = presence.here(other, conversation)
    assert [(each.person, each.writing) for each in seen] == [(member.person, True)]
    presence.leave(member, conversation)
    assert presence.here(other, conversation) == []

"""What a person decides of a delivery, and of a conversation."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router

from diapason.api import problems
from diapason.api.calls import Call, writes
from diapason.api.schemas.common import Id
from diapason.api.schemas.conversations import Assignment, ConversationOut, MessageOut, ReplyIn, ReplyOut
from diapason.api.schemas.deliveries import Confirmation, DeliveryDetail, Nothing
from diapason.inbox import answering, deciding
from diapason.inbox.access import access_conversation
from diapason.inbox.models import Conversation, Message
from diapason.inbox.problems import sentence
from diapason.publishing import decisions
from diapason.publishing.access import access_delivery
from diapason.publishing.models import Delivery
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person
from diapason.workspaces.notices import holders

deliveries, conversations = Router(tags=["deliveries"]), Router(tags=["conversations"])
OF_DELIVERY: dict[str, Any] = {"scope": "deliveries:write", "needs": "delivery.decide"}
OF_CONVERSATION: dict[str, Any] = {"scope": "conversations:write", "needs": "inbox.reply"}


# ── Deliveries ───────────────────────────────────────────────────────────────────────────────────────────────────────
def decided(member: Member, delivery_id: int, act: Callable[[Member, Delivery], None]) -> DeliveryDetail:
    act(member, access_delivery(member, delivery_id))
    return DeliveryDetail.of(access_delivery(member, delivery_id))


@writes(deliveries, "POST", "/deliveries/{delivery_id}/confirmation", DeliveryDetail, **OF_DELIVERY)
def confirm_delivery(request: Call, delivery_id: Id, body: Confirmation) -> DeliveryDetail:
    """Says that it is out: you have seen it on the network, or posted it by hand."""
    try:
        decisions.checked(body.url)
    except decisions.NotDecidable as error:
        raise problems.field("url", str(error)) from None
    return decided(request.member, delivery_id, lambda member, found: decisions.it_is_out(member, found, body.url))


@writes(deliveries, "POST", "/deliveries/{delivery_id}/resending", DeliveryDetail, **OF_DELIVERY)
def resend_delivery(request: Call, delivery_id: Id, body: Nothing) -> DeliveryDetail:
    """Says that it is not out, and should go now."""
    return decided(request.member, delivery_id, decisions.send_again)


@writes(deliveries, "POST", "/deliveries/{delivery_id}/cancellation", DeliveryDetail, **OF_DELIVERY)
def cancel_delivery(request: Call, delivery_id: Id, body: Nothing) -> DeliveryDetail:
    """Withdraws what has not been sent. A thread that stopped in the middle is then published as far as it went."""
    return decided(request.member, delivery_id, decisions.give_up)


# ── Conversations ────────────────────────────────────────────────────────────────────────────────────────────────────
@writes(conversations, "POST", "/conversations/{conversation_id}/replies", ReplyOut, status=201, **OF_CONVERSATION)
def reply_to_conversation(request: Call, conversation_id: Id, body: ReplyIn) -> ReplyOut:
    """Answers the last message of theirs, exactly once.

    409 when a colleague answered after `seen_message_id`; 422 with the reasons when the network would refuse the text.
    """
    found = access_conversation(request.member, conversation_id)
    if not answering.can_answer(found):
        raise problems.Problem(
            409, "no_reply_here", _("This network does not take answers from here. Open the message on the network itself.")
        )
    delivery = answered(request.member, found, body)
    messages = Message.objects.filter(delivery=delivery).select_related("identity", "author").order_by("part")
    return ReplyOut(delivery_id=delivery.pk, messages=[MessageOut.of(message) for message in messages])


def answered(member: Member, found: Conversation, body: ReplyIn) -> Delivery:
    try:
        return answering.reply(member, found, body.text, seen=body.seen_message_id)
    except answering.CannotReply as refusal:
        network = found.space.net
        raise problems.refused([{"field": "text", "detail": sentence(network, problem)} for problem in refusal.problems]) from None
    except answering.AnsweredMeanwhile as warning:
        words = _("%(name)s answered meanwhile. Read it, then send again with this “seen_message_id”.")
        name, seen = warning.message.author or "", warning.message.pk
        raise problems.Problem(409, "answered_meanwhile", words % {"name": name}, seen_message_id=seen) from None


@writes(conversations, "POST", "/conversations/{conversation_id}/assignment", ConversationOut, **OF_CONVERSATION)
def assign_conversation(request: Call, conversation_id: Id, body: Assignment) -> ConversationOut:
    """Gives the conversation to somebody, or to nobody."""
    found = access_conversation(request.member, conversation_id)
    to = somebody(request.member, body.person_id)
    url = reverse("conversation", args=[request.workspace.slug, found.pk])
    deciding.assign(request.member, [found], to, url=url)
    return ConversationOut.of(access_conversation(request.member, conversation_id))


def somebody(member: Member, person_id: int | None) -> Person | None:
    """Raises Problem for who may not answer in this brand."""
    if person_id is None:
        return None
    found = next((person for person in holders(member.workspace, "inbox.reply") if person.pk == person_id), None)
    if found is None:
        raise problems.field("person_id", _("Nobody of the team who may answer has this number."))
    return found


@writes(conversations, "POST", "/conversations/{conversation_id}/closure", ConversationOut, **OF_CONVERSATION)
def close_conversation(request: Call, conversation_id: Id, body: Nothing) -> ConversationOut:
    """Closes the conversation; a new message reopens it. Harmless when it is closed already."""
    deciding.close(request.member, [access_conversation(request.member, conversation_id)])
    return ConversationOut.of(access_conversation(request.member, conversation_id))


@writes(conversations, "POST", "/conversations/{conversation_id}/reopening", ConversationOut, **OF_CONVERSATION)
def reopen_conversation(request: Call, conversation_id: Id, body: Nothing) -> ConversationOut:
    """Reopens the conversation."""
    deciding.reopen(request.member, [access_conversation(request.member, conversation_id)])
    return ConversationOut.of(access_conversation(request.member, conversation_id))

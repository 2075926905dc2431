"""What the inbox holds about a person: their messages, and what we answered them (M5)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from diapason.community import holdings
from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.inbox import facts
from diapason.inbox.erased import erased_id
from diapason.inbox.models import Conversation, Message, Note, Raw
from diapason.inbox.settling import settle
from diapason.publishing import forgetting
from diapason.workspaces.models import Event


def export(contact: Contact, identities: Sequence[Identity]) -> list[dict[str, Any]]:
    """Their conversations, oldest first, with our answers and the team's notes about them."""
    found = Conversation.objects.filter(Q(identity__in=identities) | Q(messages__identity__in=identities)).distinct()
    return [conversation_of(conversation, identities) for conversation in found.order_by("first_incoming_at", "id")]


def conversation_of(conversation: Conversation, identities: Sequence[Identity]) -> dict[str, Any]:
    theirs_or_ours = Q(identity__in=identities) | Q(direction=Message.Direction.OUT)
    return {
        "kind": conversation.kind,
        "messages": [
            {
                "from": "them" if message.direction == Message.Direction.IN else "us",
                "at": message.sent_at.isoformat(),
                "text": message.text,
                "address": message.url,
                "rating": message.rating,
            }
            for message in conversation.messages.filter(theirs_or_ours).order_by("sent_at", "id")
        ],
        "notes": [
            {"at": note.created_at.isoformat(), "text": note.body}
            for note in Note.objects.filter(conversation=conversation, removed_at=None)
        ],
    }


def erase(contact: Contact, identities: Sequence[Identity]) -> int:
    """Empties their messages, our answers to them, and all in which a network's id says whose they were. How many of theirs.

    An answer names whom it answers, in its words or around them: the copy that we hold goes with the question. What is
    shown on the network stays there, where the team deletes it if it is asked to.
    """
    theirs = list(Message.objects.select_for_update().filter(identity__in=identities, erased_at=None).defer("search"))
    touched = set(Conversation.objects.filter(Q(identity__in=identities) | Q(messages__in=theirs)).values_list("pk", flat=True))
    ours = answers(theirs, identities)
    for message in theirs:
        empty(message)
    for message in ours:
        empty_answer(message)
    forgetting.forget({message.delivery_id for message in ours if message.delivery_id})
    settle(Message.objects.filter(pk__in=[message.pk for message in ours], delivery__isnull=False))
    Note.objects.filter(conversation__in=touched, conversation__identity__in=identities).update(body="—")
    facts.refresh(touched)
    Event.objects.filter(subject="inbox.conversation", subject_id__in=touched).update(label="—")
    return len(theirs)


def answers(theirs: Sequence[Message], identities: Sequence[Identity]) -> list[Message]:
    """What we said in the conversations that they began, or to a message of theirs elsewhere."""
    said = {message.remote_id for message in theirs if message.remote_id}
    spaces = {message.space_id for message in theirs}
    to_them = Q(conversation__identity__in=identities) | Q(parent_id__in=said, space__in=spaces)
    ours = Message.objects.select_for_update(of=("self",)).filter(to_them, direction=Message.Direction.OUT, erased_at=None)
    return list(ours.defer("search"))


def empty_answer(message: Message) -> None:
    """The id of our own post stays, so that reading it again does not bring its words back."""
    Message.objects.filter(pk=message.pk).update(text="", media=[], data={}, thread_id="", parent_id="", erased_at=clock.now())


def empty(message: Message) -> None:
    """The message stays as a fact with its moment; its words, addresses and ids go."""
    named = message.remote_id
    hidden = erased_id(named) if named else ""
    Raw.objects.filter(space=message.space_id, remote_id=named).delete()
    others = Message.objects.filter(conversation=message.conversation_id).exclude(pk=message.pk)
    if named:
        others.filter(parent_id=named).update(parent_id=hidden)
        others.filter(thread_id=named).update(thread_id=hidden)
    Conversation.objects.filter(space=message.space_id, thread_key=named).update(thread_key=hidden)
    Message.objects.filter(pk=message.pk).update(
        remote_id=hidden, text="", url="", media=[], data={}, thread_id="", parent_id="", rating=F("rating"), erased_at=clock.now()
    )


holdings.declare("conversations", export=export, erase=erase)

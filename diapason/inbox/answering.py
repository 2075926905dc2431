"""Answering: a reply is a delivery like any other, exactly once, and a message of the thread from the moment it is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from diapason.core import clock
from diapason.inbox import facts
from diapason.inbox.models import Conversation, Message
from diapason.networks.base.content import Content, Level, Problem, ReplyTo
from diapason.networks.base.counting import Limits, splitting
from diapason.publishing import services
from diapason.publishing.models import Delivery
from diapason.workspaces import events
from diapason.workspaces.members import Member

TIME_TO_UNDO = timedelta(seconds=5)


class CannotReply(ValueError):
    """The reply is not sent; what was typed must be shown again. `problems` are those of the connector."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = list(problems)


class AnsweredMeanwhile(ValueError):
    """Somebody of the team answered after this person opened the conversation: they must see it before they add to it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.pk)
        self.message = message


@dataclass(slots=True)
class Draft:
    """What would be sent: the texts of each post, and why they cannot go."""

    parts: list[str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(problem.level == Level.ERROR for problem in self.problems)


def can_answer(conversation: Conversation) -> bool:
    """Whether its network lets us answer from here; elsewhere the message is opened on the network itself."""
    network = conversation.space.net
    return network.can("publish") and "reply" in network.manifest.features


def limits(conversation: Conversation) -> Limits:
    found: Limits = conversation.space.net.publish.limits(conversation.space.declared)
    return found


def draft(conversation: Conversation, text: str, target: Message | None) -> Draft:
    """Cuts a text that is too long into a thread where the network has threads, and checks it as the network does."""
    text = text.replace("\r\n", "\n").strip()
    whole = checked(conversation, [text], target)
    if not conversation.space.net.manifest.thread or not any(problem.code == "too_long" for problem in whole.problems):
        return whole
    try:
        return checked(conversation, cut(conversation, text, target), target)
    except splitting.TooLongToSplit:
        return whole


def checked(conversation: Conversation, parts: list[str], target: Message | None) -> Draft:
    content = content_of(conversation, parts, target)
    return Draft(parts, conversation.space.net.publish.check(content, conversation.space.declared))


def cut(conversation: Conversation, text: str, target: Message | None) -> list[str]:
    """The parts, with room left in the first for the name that some networks put before an answer."""
    name = f"@{target.identity.handle.removeprefix('@')} " if target and target.identity and target.identity.handle else ""
    first, *rest = splitting.split(name + text, limits(conversation))
    first = first.removeprefix(name)
    return [first, *rest] if first else rest


def content_of(conversation: Conversation, parts: Sequence[str], target: Message | None) -> Content:
    return Content(parts=tuple(parts), reply_to=reply_to(target) if target else None, language=conversation.language)


def reply_to(target: Message) -> ReplyTo:
    author = target.identity.handle if target.identity else ""
    return ReplyTo(target.remote_id, root_id=target.thread_id or target.subject_id, author=author, data=target.data)


def latest_incoming(conversation: Conversation) -> Message | None:
    """What an answer answers: the last thing that they said."""
    theirs = conversation.messages.filter(direction=Message.Direction.IN, erased_at=None).select_related("identity")
    return theirs.order_by("-sent_at", "-id").first()


@transaction.atomic
def reply(member: Member, conversation: Conversation, text: str, *, seen: int | None = None) -> Delivery:
    """Answers the last message of theirs. `seen` is the last message of ours that the person had on screen.

    Raises CannotReply, or AnsweredMeanwhile where a colleague was quicker: sending again with the new `seen` goes.
    """
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    quicker = latest_of_ours(conversation)
    if seen is not None and quicker and quicker.pk > seen and quicker.author_id != (member.person.pk if member.person else None):
        raise AnsweredMeanwhile(quicker)
    target = latest_incoming(conversation)
    prepared = draft(conversation, text, target)
    if prepared.refused:
        raise CannotReply(prepared.problems)
    due_at = clock.now() + TIME_TO_UNDO
    delivery = services.deliver_reply(member, conversation.space, content_of(conversation, prepared.parts, target), due_at=due_at)
    write_down(member, conversation, delivery, prepared.parts, target)
    facts.refresh([conversation.pk])
    events.record(member, "conversation.replied", conversation, delivery=delivery.pk)
    return delivery


def write_down(member: Member, conversation: Conversation, delivery: Delivery, parts: Sequence[str], target: Message | None) -> None:
    """One message for each post that the reply becomes, shown at once and settled when the delivery ends."""
    now = clock.now()
    Message.objects.bulk_create(
        Message(
            workspace_id=conversation.workspace_id,
            space=conversation.space,
            conversation=conversation,
            direction=Message.Direction.OUT,
            outcome=Message.Outcome.PENDING,
            kind=conversation.kind,
            author=member.person,
            text=part,
            sent_at=now + timedelta(microseconds=number),
            parent_id=target.remote_id if target and number == 0 else "",
            subject_id=conversation.subject_remote_id,
            language=conversation.language,
            delivery=delivery,
            part=number,
        )
        for number, part in enumerate(parts)
    )


def latest_of_ours(conversation: Conversation) -> Message | None:
    return conversation.messages.filter(direction=Message.Direction.OUT).select_related("author").order_by("-id").first()


@transaction.atomic
def take_back(member: Member, conversation: Conversation, delivery: Delivery) -> str:
    """Withdraws a reply that has not gone; its text, to go on writing. Raises services.TooLate for one that has."""
    services.cancel(member, delivery)
    rows = Message.objects.filter(conversation=conversation, delivery=delivery).order_by("part")
    text = "\n\n".join(rows.values_list("text", flat=True))
    rows.delete()
    facts.refresh([conversation.pk])
    events.record(member, "conversation.reply_withdrawn", conversation, delivery=delivery.pk)
    return text

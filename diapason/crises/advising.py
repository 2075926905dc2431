"""What is prepared for crises, said where it is needed first: beside a comment that may become one, and on an alert."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.alerts import advice
from diapason.alerts.models import Alert
from diapason.crises import access
from diapason.crises.models import Crisis, Playbook, Statement
from diapason.inbox import answering, deciding, panels
from diapason.inbox.models import Conversation, Message
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.sources.hearing import key_of
from diapason.listening.store import store
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Person
from diapason.workspaces.models.membership import Role

LOW_RATING = 2
RANKS = {Alert.Severity.NOTABLE: 1, Alert.Severity.SERIOUS: 2, Alert.Severity.SEVERE: 3}
FIRST = 30  # minutes: tasks of a playbook that are due sooner are what to do next
STEPS = 4


# ── A comment that may become a crisis ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Micro:
    """`mention`: what was understood of their last message, if it was. `messages`: all that this person ever wrote to the brand."""

    conversation: Conversation
    last: Message
    mention: Mention | None
    followers: int | None
    messages: int
    ways: list[str]
    statements: list[Statement]
    room: Crisis | None
    can_answer: bool


def micro(member: Member, conversation: Conversation) -> Micro | None:
    """None for what is not negative, as far as anybody can tell."""
    last = answering.latest_incoming(conversation)
    if last is None or conversation.status == Conversation.Status.CLOSED:
        return None
    mention = heard(conversation, last)
    poor = conversation.rating is not None and conversation.rating <= LOW_RATING
    if not poor and (mention is None or mention.sentiment is not Sentiment.NEGATIVE):
        return None
    book = access.playbooks(member).first()
    contact = conversation.identity.contact_id if conversation.identity else None
    return Micro(
        conversation=conversation,
        last=last,
        mention=mention,
        followers=conversation.identity.followers if conversation.identity else None,
        messages=Message.objects.filter(identity__contact=contact, direction=Message.Direction.IN).count() if contact else 1,
        ways=book.ways if book else [],
        statements=fitting(member, conversation),
        room=access.open_crises(member).first(),
        can_answer=member.can("inbox.reply") and answering.can_answer(conversation),
    )


def heard(conversation: Conversation, message: Message) -> Mention | None:
    """What listening made of the message; private ones are never listened to."""
    if not message.remote_id or message.kind == Conversation.Kind.MESSAGE:
        return None
    space = conversation.space
    key = key_of(space.network, message.remote_id, space.base_url)
    wanted = Mention(workspace=conversation.workspace_id, source=0, key=key, said_at=message.sent_at, text="")
    return next(iter(store().get(conversation.workspace_id, [wanted.id])), None)


def fitting(member: Member, conversation: Conversation) -> list[Statement]:
    """The approved, those in the language of the conversation first."""
    approved = [each for each in access.statements(member) if each.approval]
    language = conversation.language[:2] or member.workspace.language
    return sorted(approved, key=lambda each: (each.language != language, each.title))


@transaction.atomic
def call(member: Member, conversation: Conversation) -> Person | None:
    """Tells one who leads, gives them the conversation and marks it urgent. None where nobody else leads."""
    person = manager(member)
    if person is None:
        return None
    last = answering.latest_incoming(conversation)
    url = reverse("conversation", args=[member.workspace.slug, conversation.pk])
    deciding.flag(member, [conversation], True)
    told = {"by": member.name, "who": conversation.identity or "–", "said": (last.text if last else conversation.excerpt)[:140]}
    deciding.assign(member, [conversation], person, url=url)
    notices.tell(member.workspace, [person], "crisis.called", url=url, subject=conversation, **told)
    events.record(member, "crisis.called", conversation, name=str(person))
    return person


def manager(member: Member) -> Person | None:
    """A manager before an owner, the longest in the team first; not the one who calls."""
    leads = Membership.objects.filter(workspace=member.workspace, role__in=[Role.MANAGER, Role.OWNER], person__is_active=True)
    others = leads.exclude(person=member.person).select_related("person")
    found = min(others, key=lambda each: (each.role != Role.MANAGER, each.pk), default=None)
    return found.person if found else None


panels.declare("crises/_micro.html", micro)


# ── What to do about an alert ────────────────────────────────────────────────────────────────────────────────────────
def steps(alert: Alert) -> list[str]:
    """The first tasks of the playbook, at the level that the alert suggests."""
    book = Playbook.objects.filter(workspace=alert.workspace, removed_at=None).first()
    if book is None or alert.kind == Alert.Kind.SILENCE:
        return []
    first = book.tasks.filter(rank__lte=RANKS[Alert.Severity(alert.severity)], minutes__lte=FIRST).order_by("minutes", "position")[:STEPS]
    return [_("%(task)s Within %(count)s min, says the playbook.") % {"task": task.text, "count": task.minutes} for task in first]


advice.declare(steps)

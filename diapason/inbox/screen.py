"""What the three panes show."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from diapason.community.models import Identity
from diapason.core import clock, keyset
from diapason.inbox import answering, figures, goals, panels, presence, saved_replies, settling, spaces_health, thread
from diapason.inbox.access import conversations
from diapason.inbox.access import saved_replies as replies_of
from diapason.inbox.filters import QUEUES, Filters
from diapason.inbox.models import Conversation, Message
from diapason.inbox.search import Found, search
from diapason.networks.base.counting import Limits
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.doors import Request
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person
from diapason.workspaces.notices import holders

SIZE = 30
HISTORY = 6


def rows(member: Member, filters: Filters) -> Found:
    """A page of the list. A cursor of another list begins again from the top."""
    try:
        if filters.q:
            return search(member, filters)
        found = filters.apply(member, conversations(member).select_related("identity"))
        page = keyset.page(found, filters.order, cursor=filters.cursor, size=SIZE)
        return Found(page.rows, page.next)
    except keyset.BadCursor:
        return rows(member, replace(filters, cursor=""))


def told_apart(page: Found, places: Iterable[Space], people: Iterable[Person]) -> Found:
    """The page with the space and the assignee of each row: those that the filters name anyway; others are read, all at once."""
    space_of, person_of = {each.pk: each for each in places}, {each.pk: each for each in people}
    for row in page.rows:
        if row.space_id in space_of:
            row.space = space_of[row.space_id]
        if row.assignee_id in person_of:
            row.assignee = person_of[row.assignee_id]
    prefetch_related_objects(page.rows, "space", "assignee")
    return page


def listing(request: Request, filters: Filters, people: list[Person] | None = None) -> dict[str, Any]:
    """The left pane: the queues with what waits in them, the page of conversations, the health of the spaces.

    `people` is the team, where it has been read.
    """
    counts = figures.queue_counts(request.member)
    places, people = list(spaces(request.member)), people or team(request.member)
    health = spaces_health.health(request.member)
    return {
        "filters": filters,
        "query": filters.address(),
        "everywhere": filters.address(queue="all"),
        "can_choose": request.member.can("inbox.reply"),
        "page": told_apart(rows(request.member, filters), places, people),
        "queues": [(name, label, counts.get(name)) for name, label in QUEUES.items()],
        "spaces": places,
        "kinds": Conversation.Kind.choices,
        "languages": settings.LANGUAGES,
        "team": people,
        "goal": goals.goal_of(request.workspace),
        "health": health,
        "unwell": [each for each in health if each.tone != "ok"],
        "latest_read": max((each.read_at for each in health if each.read_at), default=None),
    }


def team(member: Member) -> list[Person]:
    """Whom a conversation can be given to."""
    return sorted(holders(member.workspace, "inbox.reply"), key=lambda person: str(person).casefold())


def pane(request: Request, conversation: Conversation, filters: Filters, **more: Any) -> dict[str, Any]:
    """The middle and the right panes."""
    member = request.member
    read = settled_thread(conversation, number(request.GET.get("before", "")))
    answerable = member.can("inbox.reply") and answering.can_answer(conversation)
    return {
        "filters": filters,
        "conversation": conversation,
        "thread": read,
        "others": presence.others(member, conversation),
        "undo_until": clock.now(),
        "answerable": answerable,
        "target": read.last_of_theirs or answering.latest_incoming(conversation),
        "limit": tightest(answering.limits(conversation)) if answerable else None,
        "saved": saved(member, conversation) if answerable else [],
        "team": team(member),
        "text": request.session.pop(draft_key(conversation), ""),
        "seen": read.last_of_ours,
        "panels": panels.panels(member, conversation),
        **person(conversation),
        **more,
    }


def settled_thread(conversation: Conversation, before: int | None) -> thread.Thread:
    """The thread with its deliveries' ends: read again in the rare case where one ended since anybody looked."""
    read = thread.read(conversation, before)
    if not any(item.message and item.message.outcome != Message.Outcome.SENT for item in read.items):
        return read
    touched = settling.settle(settling.unsettled().filter(conversation=conversation))
    if not touched:
        return read
    conversation.refresh_from_db(fields=["status", "waiting_since"])
    return thread.read(conversation, before)


def draft_key(conversation: Conversation) -> str:
    """Where a reply that was taken back waits to be shown again."""
    return f"inbox.draft.{conversation.pk}"


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def tightest(limits: Limits) -> int | None:
    limit = limits.tightest("")
    return limit.maximum if limit else None


def saved(member: Member, conversation: Conversation) -> list[dict[str, Any]]:
    """The saved replies filled for this person, those in their language first."""
    known = saved_replies.values(member, conversation)
    found = sorted(replies_of(member)[:60], key=lambda reply: reply.language != (conversation.language[:2] or "fr"))
    return [{"reply": reply, "text": saved_replies.fill(reply.body, known)} for reply in found]


def person(conversation: Conversation) -> dict[str, Any]:
    """Who they are and what they said before, in whatever network."""
    identity = conversation.identity
    if identity is None or identity.contact.erased_at:
        return {"contact": None, "identities": [], "history": []}
    contact = identity.contact
    return {"contact": contact, "identities": list(contact.identities.order_by("pk")), "history": history(conversation, identity)}


def history(conversation: Conversation, identity: Identity) -> QuerySet[Conversation]:
    before = Conversation.objects.filter(identity__contact=identity.contact_id).exclude(pk=conversation.pk)
    return before.select_related("space").order_by("-last_message_at", "-id")[:HISTORY]


def address(conversation: Conversation, slug: str, filters: Filters) -> str:
    return reverse("conversation", args=[slug, conversation.pk]) + filters.address()

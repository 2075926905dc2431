"""Who else is in a conversation: seen in the last half minute, and whether they are writing."""

import json
from datetime import timedelta

from django.db import connection

from diapason.core import clock
from diapason.inbox.models import Conversation, Presence
from diapason.workspaces.members import Member

SEEN_WITHIN = timedelta(seconds=35)


def here(member: Member, conversation: Conversation, *, writing: bool = False) -> list[Presence]:
    """Says that this person is here, and who else is. Others are woken only when something changed."""
    now = clock.now()
    mine = Presence.objects.filter(conversation=conversation, person=member.person).first()
    news = mine is None or mine.writing != writing or mine.seen_at < now - SEEN_WITHIN
    Presence.objects.update_or_create(conversation=conversation, person=member.person, defaults={"writing": writing, "seen_at": now})
    found = others(member, conversation)
    if news and found:
        wake(member, conversation)
    return found


def others(member: Member, conversation: Conversation) -> list[Presence]:
    rows = Presence.objects.filter(conversation=conversation, seen_at__gte=clock.now() - SEEN_WITHIN).exclude(person=member.person)
    return list(rows.select_related("person").order_by("-writing", "-seen_at"))


def leave(member: Member, conversation: Conversation) -> None:
    Presence.objects.filter(conversation=conversation, person=member.person).delete()
    if others(member, conversation):
        wake(member, conversation)


def wake(member: Member, conversation: Conversation) -> None:
    """Tells the open screens, without an event: being there is not a change of the conversation."""
    news = {"workspace": conversation.workspace_id, "verb": "presence.changed", "subject": "inbox.presence", "id": conversation.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('events', %s)", [json.dumps(news)])

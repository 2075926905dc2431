"""The team today: who answers, who writes, who has too much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from diapason.editorial.models import Post
from diapason.inbox.models import Conversation, Message
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Person

# More open conversations and texts than this in one pair of hands is too many for a day.
LOADED = 12
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Mate:
    person: Person
    note: str
    tasks: int

    @property
    def loaded(self) -> bool:
        return self.tasks >= LOADED


def team(member: Member, now: datetime) -> list[Mate]:
    """Those who have something to do or did something today, the most loaded first. One query."""
    workspace = member.workspace
    morning = now.astimezone(workspace.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Q(writing_due__isnull=True) | Q(writing_due__lt=now + timedelta(days=7))
    texts = Post.objects.filter(due, workspace=workspace, removed_at=None, status__in=["idea", "draft", "changes"])
    talks = Conversation.objects.filter(workspace=workspace).exclude(status="closed")
    replies = Message.objects.filter(workspace=workspace, direction="out", sent_at__gte=morning)
    people = Membership.objects.filter(workspace=workspace).select_related("person")
    counted = people.annotate(answered=of(replies, "author"), writing=of(texts, "assignee"), talking=of(talks, "assignee"))
    mates = [mate(each.person, each.answered, each.writing, each.talking) for each in counted]
    return sorted((each for each in mates if each.note), key=lambda each: (-each.tasks, str(each.person)))[:SHOWN]


def of(rows: QuerySet[Any], name: str) -> Coalesce:
    """How many of the rows name the person of a membership."""
    counted = rows.filter(**{name: OuterRef("person")}).order_by().values(name).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def mate(person: Person, answered: int, writing: int, talking: int) -> Mate:
    parts = []
    if answered:
        parts.append(ngettext("%(count)d answer today", "%(count)d answers today", answered) % {"count": answered})
    if talking:
        parts.append(ngettext("%(count)d conversation", "%(count)d conversations", talking) % {"count": talking})
    if writing:
        parts.append(ngettext("%(count)d text to write", "%(count)d texts to write", writing) % {"count": writing})
    return Mate(person, ", ".join(parts), writing + talking)

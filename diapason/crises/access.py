"""The doors to crisis rooms and to what is prepared for them."""

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from diapason.crises.models import Closing, Crisis, Lesson, Playbook, Statement
from diapason.workspaces.members import Member


def is_over() -> Exists:
    return Exists(Closing.objects.filter(crisis=OuterRef("pk"), reopened_at=None))


def crises(member: Member) -> QuerySet[Crisis]:
    """`is_closed` tells whether it is over."""
    found = Crisis.objects.filter(workspace=member.workspace).annotate(is_closed=is_over())
    return found.select_related("level", "playbook", "query", "opened_by", "workspace")


def open_crises(member: Member) -> QuerySet[Crisis]:
    return Crisis.objects.filter(~is_over(), workspace=member.workspace).order_by("-opened_at", "-id")


def access_crisis(member: Member, crisis_id: int) -> Crisis:
    """Raises Http404 for a crisis of another brand."""
    return get_object_or_404(crises(member), pk=crisis_id)


def playbooks(member: Member) -> QuerySet[Playbook]:
    return Playbook.objects.filter(workspace=member.workspace, removed_at=None)


def access_playbook(member: Member, playbook_id: int) -> Playbook:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    return get_object_or_404(Playbook, workspace=member.workspace, pk=playbook_id)


def statements(member: Member) -> QuerySet[Statement]:
    found = Statement.objects.filter(workspace=member.workspace, removed_at=None)
    return found.select_related("playbook", "written_by").prefetch_related("approvals__by")


def access_statement(member: Member, statement_id: int) -> Statement:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    return get_object_or_404(Statement, workspace=member.workspace, pk=statement_id)


def lessons(member: Member) -> QuerySet[Lesson]:
    return Lesson.objects.filter(workspace=member.workspace).select_related("crisis__level", "by")

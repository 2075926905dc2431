"""The doors to the rules of a brand."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.listening.models import Rule
from diapason.listening.rules import past
from diapason.workspaces import longtasks
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask


def rules(member: Member) -> QuerySet[Rule]:
    """In their order."""
    found = Rule.objects.filter(workspace=member.workspace, removed_at=None)
    return found.select_related("query", "assignee").order_by("position", "pk")


def access_rule(member: Member, rule_id: int) -> Rule:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    found = Rule.objects.filter(workspace=member.workspace, pk=rule_id).select_related("query", "workspace").first()
    if found is None:
        raise Http404
    return found


def access_task(member: Member, task_id: int) -> LongTask:
    """A rule that is asked of the past. Raises Http404."""
    return longtasks.access_task(member, past.KIND, task_id)

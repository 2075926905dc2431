"""The doors to what a brand listens for."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.listening.models import Query
from diapason.workspaces.members import Member


def queries(member: Member) -> QuerySet[Query]:
    """Those that are listened for, the first that was added first."""
    return Query.objects.filter(workspace=member.workspace, removed_at=None).select_related("shown").order_by("id")


def access_query(member: Member, query_id: int) -> Query:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    found = Query.objects.filter(workspace=member.workspace, pk=query_id).select_related("shown").first()
    if found is None:
        raise Http404
    return found

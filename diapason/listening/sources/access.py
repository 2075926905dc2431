"""The doors to what a brand listens to."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.listening.models import Source
from diapason.workspaces.members import Member


def sources(member: Member) -> QuerySet[Source]:
    return Source.objects.filter(workspace=member.workspace, removed_at=None)


def access_source(member: Member, source_id: int, *, removed: bool = False) -> Source:
    """Raises Http404 for a source that is not theirs, or was taken out unless `removed` ones count too."""
    rows = Source.objects.filter(workspace=member.workspace) if removed else sources(member)
    source = rows.filter(pk=source_id).first()
    if source is None:
        raise Http404
    return source

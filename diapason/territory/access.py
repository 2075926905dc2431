"""The doors to spaces."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.territory.models import Space
from diapason.workspaces.members import Member
from diapason.workspaces.models.membership import Role


def spaces(member: Member) -> QuerySet[Space]:
    """The spaces that this member may see: all of the brand's, or those granted to a contributor."""
    found = Space.objects.filter(workspace=member.workspace, removed_at=None)
    if member.role == Role.CONTRIBUTOR:
        found = found.filter(grants__membership=member.membership)
    return found.order_by("network", "name", "id")


def access_space(member: Member, space_id: int) -> Space:
    """Raises Http404 for a space that is not theirs."""
    space = spaces(member).filter(pk=space_id).first()
    if space is None:
        raise Http404
    return space

"""The doors to deliveries."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.publishing.models import Delivery
from diapason.workspaces.members import Member
from diapason.workspaces.models.membership import Role


def deliveries(member: Member) -> QuerySet[Delivery]:
    """The deliveries that this member may follow: those of the brand, or of the spaces granted to a contributor."""
    found = Delivery.objects.filter(workspace=member.workspace, removed_at=None)
    if member.role == Role.CONTRIBUTOR:
        found = found.filter(space__grants__membership=member.membership)
    return found


def access_delivery(member: Member, delivery_id: int) -> Delivery:
    """Raises Http404 for a delivery that is not theirs to see."""
    found = deliveries(member).select_related("space", "workspace", "variant__post", "created_by").filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    return found

"""The acting member: who asks, for which brand, with which role. Every door takes one."""

from dataclasses import dataclass

from django.http import Http404

from diapason.workspaces.models import GuestLink, Membership, Person, Workspace
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import allows


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team, a guest who came through a link, or (both absent) the system itself."""

    workspace: Workspace
    role: str
    person: Person | None = None
    guest: GuestLink | None = None
    membership: Membership | None = None

    def can(self, permission: str) -> bool:
        return allows(self.role, permission)

    @property
    def name(self) -> str:
        return str(self.person or self.guest or "Diapason")


def member_of(person: Person, slug: str) -> Member:
    """The person as a member of that brand. Raises Http404 for an outsider, who must not learn that it exists."""
    membership = (
        Membership.objects.select_related("workspace", "workspace__organisation").filter(person=person, workspace__slug=slug).first()
    )
    if membership is None:
        raise Http404
    return Member(membership.workspace, membership.role, person=person, membership=membership)


def system(workspace: Workspace) -> Member:
    """The brand's own worker, for what happens without a person."""
    return Member(workspace, Role.OWNER)

"""The steps of approval of a brand (`Workspace.approval_steps`), and who may take each.

    [{"name": "Direction", "role": "manager"}, {"name": "Mme Aubry", "person": 12}, {"name": "Client", "role": "client", "time": true}]

A step with `time` approves the moment of publication too: moving the post then asks for approval again.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from diapason.workspaces.members import Member
from diapason.workspaces.models import Person, Workspace
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import LEADS


@dataclass(frozen=True, slots=True)
class Step:
    """`role` empty and `person` None: any lead of the brand."""

    name: str
    role: str = ""
    person: int | None = None
    time: bool = False

    @property
    def is_client(self) -> bool:
        return self.role == Role.CLIENT

    def is_for(self, member: Member) -> bool:
        """Whether this member may take the step. An owner stands in for a person of the team, never for the client."""
        if self.is_client:
            return member.role == Role.CLIENT
        if self.person is not None:
            return member.role == Role.OWNER or (member.person is not None and member.person.pk == self.person)
        if self.role:
            return member.role in {self.role, Role.OWNER} and member.can("post.review")
        return member.role in LEADS

    def people(self, workspace: Workspace) -> list[Person]:
        """Who is asked. A client without an account comes through a link, and is not among them."""
        found = Person.objects.filter(memberships__workspace=workspace, is_active=True)
        if self.person is not None:
            return list(found.filter(pk=self.person))
        return list(found.filter(memberships__role__in=[self.role] if self.role else LEADS, memberships__workspace=workspace).distinct())


def steps(workspace: Workspace) -> list[Step]:
    """At least one: a brand that has not said anything is approved by one of its leads."""
    found = [
        Step(str(item.get("name") or _("Approval")), str(item.get("role") or ""), item.get("person"), bool(item.get("time")))
        for item in workspace.approval_steps
        if isinstance(item, dict)
    ]
    return found or [Step(_("Approval"))]


def approves_time(workspace: Workspace) -> bool:
    return any(step.time for step in steps(workspace))

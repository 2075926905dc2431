"""What every page's shell needs: the person, the brand, its counts, its state. Two queries, and only when a page shows them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from diapason.publishing.models import Delivery, Pause
from diapason.territory.models import Space
from diapason.web import navigation
from diapason.workspaces import counters
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Notification, Workspace

TROUBLE = [Delivery.State.NEEDS_RECONNECT, Delivery.State.NEEDS_PERSON, Delivery.State.REJECTED, Delivery.State.EXPIRED]


@dataclass
class Shell:
    """Computed when the layout asks, so that a fragment or a redirect costs nothing."""

    request: HttpRequest
    member: Member

    @cached_property
    def counts(self) -> dict[str, int]:
        workspace = self.member.workspace
        spaces = Space.objects.filter(workspace=workspace, removed_at=None)
        return counters.count(
            self.member,
            posts=Delivery.objects.filter(workspace=workspace, state__in=TROUBLE),
            to_reconnect=spaces.filter(state=Space.State.NEEDS_RECONNECT),
            connected=spaces.filter(state=Space.State.CONNECTED),
            sandbox=spaces.filter(sandbox=True),
            paused=Pause.objects.filter(workspace=workspace, lifted_at=None),
            unread=Notification.objects.filter(workspace=workspace, person=self.member.person, read_at=None),
        )

    @cached_property
    def rail(self) -> list[list[navigation.Link]]:
        return navigation.rail(self.member, self.request.path, self.counts)

    @cached_property
    def brands(self) -> list[Workspace]:
        """The brands of this person, by name."""
        memberships = Membership.objects.filter(person=self.member.person).select_related("workspace").order_by("workspace__name")
        return [each.workspace for each in memberships]

    @property
    def pages(self) -> dict[str, str | None]:
        """Addresses of the shell's own links, None where no app gives them."""
        slug = self.member.workspace.slug
        return {
            name: navigation.address(name, slug) for name in ("home", "spaces", "deliveries", "team", "notifications", "palette", "live")
        }


def shell(request: HttpRequest) -> dict[str, Any]:
    member: Member | None = getattr(request, "member", None)
    return {
        "member": member,
        "workspace": getattr(request, "workspace", None),
        "shell": Shell(request, member) if member and member.person else None,
        "demo": settings.DEMO,
    }

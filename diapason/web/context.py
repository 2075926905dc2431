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
from diapason.workspaces.models import Notification, Workspace

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
            connected=spaces.filter(state=Space.State.CONNECTED),
            sandbox=spaces.filter(sandbox=True),
            paused=Pause.objects.filter(workspace=workspace, lifted_at=None),
            unread=Notification.objects.filter(workspace=workspace, person=self.member.person, read_at=None),
        )

    @cached_property
    def rail(self) -> list[list[navigation.Link]]:
        return navigation.rail(self.member, self.request.path, self.counts)

    @cached_property
    def brands(self) -> list[tuple[int, str, str]]:
        """Number, name and slug of the brands of this person, by name."""
        return list(Workspace.objects.filter(memberships__person=self.member.person).order_by("name").values_list("pk", "name", "slug"))

    @cached_property
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

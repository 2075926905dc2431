"""What every page's shell needs: the person, the brand, its counts, its state. Two queries, and only when a page shows them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from diapason.publishing import pausing
from diapason.publishing.models import Delivery, Pause
from diapason.territory.models import Space
from diapason.web import navigation
from diapason.workspaces import brands, counters
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Notification, Workspace

TROUBLE = [Delivery.State.NEEDS_RECONNECT, Delivery.State.NEEDS_PERSON, Delivery.State.REJECTED, Delivery.State.EXPIRED]


@dataclass
class Paused:
    """All that one crisis paused, or one person for one reason; `spaces` is empty for the whole brand. `url`: where it is lifted."""

    reason: str
    by: str
    at: datetime
    url: str
    room: bool = False
    spaces: list[str] = field(default_factory=list)


def paused(workspace: Workspace, pauses: Iterable[Pause]) -> list[Paused]:
    found: dict[tuple[object, ...], Paused] = {}
    for pause in pauses:
        key = (pause.holder,) if pause.holder else ("", pause.space_id is None, pause.by_id, pause.reason)
        address, by = address_of(pause, workspace), str(pause.by or "Diapason")
        held = found.setdefault(key, Paused(pause.reason, by, pause.at, address, room=bool(pause.holder)))
        if pause.space:
            held.spaces.append(str(pause.space))
    return list(found.values())


def address_of(pause: Pause, workspace: Workspace) -> str:
    """Of the screen of what paused it, or of the space; empty for the whole brand."""
    kind, _, number = pause.holder.partition(":")
    kind, number = ("space", str(pause.space_id)) if not number and pause.space_id else (kind, number)
    with suppress(NoReverseMatch):
        return reverse(kind, args=[workspace.slug, int(number)]) if number else ""
    return ""


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
    def paused(self) -> list[Paused]:
        """What holds publishing back, one line for each that paused it."""
        return paused(self.member.workspace, self.pauses)

    @cached_property
    def pauses(self) -> list[Pause]:
        """No query while nothing is paused."""
        return list(pausing.open_pauses(self.member.workspace)) if self.counts["paused"] else []

    @cached_property
    def rail(self) -> list[list[navigation.Link]]:
        return navigation.rail(self.member, self.request.path, self.counts)

    @cached_property
    def brands(self) -> list[tuple[int, str, str]]:
        """Number, name and slug of the brands of this person, by name."""
        return [(pk, name, slug) for pk, name, slug, _role, _is_demo in self.memberships]

    @cached_property
    def memberships(self) -> list[tuple[int, str, str, str, bool]]:
        """With them, the role of the person, and whether it is the example."""
        rows = Membership.objects.filter(person=self.member.person).order_by("workspace__name")
        return list(rows.values_list("workspace_id", "workspace__name", "workspace__slug", "role", "workspace__is_demo"))

    @cached_property
    def may_create_brand(self) -> bool:
        person = self.member.person
        return person is not None and brands.may_create(person, [(role, is_demo) for *_brand, role, is_demo in self.memberships])

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

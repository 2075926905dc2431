"""The links of clients without an account: made, shown again, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from diapason.core import clock
from diapason.workspaces import events, guests
from diapason.workspaces.members import Member
from diapason.workspaces.models import GuestLink, Workspace


@dataclass(frozen=True, slots=True)
class Listed:
    link: GuestLink
    url: str
    state: str


def address(link: GuestLink) -> str:
    """What to send to the client; empty while no app gives guests a page."""
    try:
        return str(settings.PUBLIC_URL) + reverse("guest", args=[guests.make_token(link)])
    except NoReverseMatch:
        return ""


def state(link: GuestLink) -> str:
    if link.revoked_at:
        return "revoked"
    return "valid" if link.expires_at > clock.now() else "expired"


def listed(workspace: Workspace) -> Sequence[Listed]:
    """The links that work, then those that ended lately."""
    recent = clock.now() - timedelta(days=30)
    links = GuestLink.objects.filter(workspace=workspace).order_by("-created_at", "-id")
    shown = [Listed(link, address(link), state(link)) for link in links if link.expires_at > recent]
    return sorted(shown, key=lambda each: each.state != "valid")


def access_guest_link(member: Member, link_id: int) -> GuestLink:
    """Raises Http404 for a link of another brand."""
    found = GuestLink.objects.filter(workspace=member.workspace, pk=link_id).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def create(member: Member, *, name: str, email: str, language: str, days: int) -> GuestLink:
    """Raises PermissionDenied for a guest, who makes none."""
    if member.person is None:
        raise PermissionDenied
    expires_at = clock.now() + timedelta(days=days)
    link = GuestLink.objects.create(
        workspace=member.workspace, name=name, email=email, language=language, created_by=member.person, expires_at=expires_at
    )
    events.record(member, "guest_link.created", link, days=days)
    return link


@transaction.atomic
def revoke(member: Member, link: GuestLink) -> None:
    if not link.revoked_at:
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        events.record(member, "guest_link.revoked", link)


@transaction.atomic
def restore(member: Member, link: GuestLink) -> None:
    if link.revoked_at:
        link.revoked_at = None
        link.save(update_fields=["revoked_at"])
        events.record(member, "guest_link.restored", link)

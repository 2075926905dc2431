"""The team: people and their roles, who is invited, what each role may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from diapason.core import clock
from diapason.workspaces import guest_links, invitations
from diapason.workspaces.doors import Request, door
from diapason.workspaces.forms import InviteForm
from diapason.workspaces.forms.guest import GuestLinkForm
from diapason.workspaces.models import Invitation, Membership, Workspace
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import MATRIX

SHOWN = 6  # invitations, and links of clients, before all are asked for
ORDER = {role: place for place, role in enumerate(Role.values)}


@dataclass(frozen=True, slots=True)
class Line:
    """One permission, and for each role whether it holds it."""

    label: str
    allowed: list[tuple[str, bool]]


def matrix() -> list[Line]:
    return [Line(str(label), [(str(role.label), role in roles) for role in Role]) for label, roles in MATRIX.values()]


def people(workspace: Workspace) -> list[Membership]:
    """Everybody who works for the brand, owners first; `two_factor` says whether they sign in with two factors."""
    second = Authenticator.objects.filter(user=OuterRef("person")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = Membership.objects.filter(workspace=workspace).select_related("person").annotate(two_factor=Exists(second))
    return sorted(rows, key=lambda row: (ORDER[row.role], str(row.person).casefold()))


def pending(workspace: Workspace) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(workspace=workspace, accepted_at=None, revoked_at=None)
        .select_related("mail", "invited_by")
        .order_by("-created_at", "-id")
    )


def first[Row](request: Request, name: str, rows: Sequence[Row]) -> tuple[Sequence[Row], int]:
    """The first rows and how many are not shown; all of them where the address asks for them."""
    shown = rows if request.GET.get("all") == name else rows[:SHOWN]
    return shown, len(rows) - len(shown)


def page(
    request: Request, *, invite: InviteForm | None = None, guest: GuestLinkForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """The screen, with a refused form as it was typed."""
    workspace, manages = request.workspace, request.member.can("team.manage")
    invited, more_invitations = first(request, "invitations", list(pending(workspace)) if manages else [])
    linked, more_guests = first(request, "guests", guest_links.listed(workspace) if manages else [])
    context = {
        "people": people(workspace),
        "roles": Role.choices,
        "manages": manages,
        "invite": invite or InviteForm(initial={"language": workspace.language}),
        "guest": guest or GuestLinkForm(initial={"language": get_language()}),
        "invitations": invited,
        "more_invitations": more_invitations,
        "guests": linked,
        "more_guests": more_guests,
        "state_of": invitations.state,
        "matrix": matrix() if manages else [],
        "role_names": [role.label for role in Role],
        "problem": problem,
        "now": clock.now(),
    }
    return render(request, "workspaces/team.html", context, status=status)


@door("team.view")
def team(request: Request) -> HttpResponse:
    return page(request)


def asked_role(request: HttpRequest, membership_id: int) -> str:
    """The role of the person's line in the form, or of an undo address."""
    return request.GET.get("role") or request.POST.get(f"role-{membership_id}") or request.POST.get("role", "")

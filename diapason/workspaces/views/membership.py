"""Changing a role, removing somebody, leaving; each with the way back."""

from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.workspaces import team
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Membership
from diapason.workspaces.models.membership import Role
from diapason.workspaces.team import LastOwner
from diapason.workspaces.views.team import asked_role, page

UNDO = signing.TimestampSigner(salt="diapason.membership")
UNDO_SECONDS = 600


@require_POST
@door("team.manage")
def change_role(request: Request, membership_id: int) -> HttpResponse:
    membership, role = team.access_membership(request.member, membership_id), asked_role(request, membership_id)
    if role not in Role.values:
        raise BadRequest("role")
    before = membership.role
    try:
        team.change_role(request.member, membership, role)
    except LastOwner as refused:
        return page(request, problem=str(refused.message), status=409)
    if request.GET.get("role"):
        return HttpResponse(status=204)
    undo = reverse("change_role", args=[request.workspace.slug, membership.pk]) + f"?role={before}"
    text = _("%(person)s is now: %(role)s.") % {"person": membership.person, "role": membership.get_role_display()}
    toast(request, text, undo=undo)
    return redirect("team", request.workspace.slug)


@require_POST
@door("team.manage")
def remove_member(request: Request, membership_id: int) -> HttpResponse:
    membership = team.access_membership(request.member, membership_id)
    token = UNDO.sign_object(facts(membership))
    try:
        team.remove(request.member, membership)
    except LastOwner as refused:
        return page(request, problem=str(refused.message), status=409)
    if membership.person_id == request.user.pk:
        return redirect("front_door")
    undo = reverse("restore_member", args=[request.workspace.slug]) + f"?token={token}"
    toast(request, _("%(person)s does not work for this brand any more. What they wrote stays.") % {"person": membership.person}, undo=undo)
    return redirect("team", request.workspace.slug)


def facts(membership: Membership) -> dict[str, Any]:
    return {"person": membership.person_id, "workspace": membership.workspace_id, "role": membership.role}


@require_POST
@door("team.manage")
def restore_member(request: Request) -> HttpResponse:
    """Undoes a removal, for ten minutes."""
    try:
        kept = UNDO.unsign_object(request.GET.get("token", ""), max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise BadRequest("token") from None
    if kept["workspace"] != request.workspace.pk:
        raise BadRequest("token")
    team.restore(request.member, kept["person"], kept["role"])
    return HttpResponse(status=204)


@require_POST
@door("brand.view")
def leave_brand(request: Request) -> HttpResponse:
    """The person's own departure, from their profile."""
    try:
        team.remove(request.member, team.own_membership(request.member))
    except LastOwner as refused:
        toast(request, str(refused.message), tone="bad")
        return redirect("profile")
    toast(request, _("You do not work for %(brand)s any more.") % {"brand": request.workspace})
    return redirect("front_door")

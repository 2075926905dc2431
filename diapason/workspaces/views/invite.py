"""Inviting people, sending again, revoking and undoing it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.workspaces import invitations
from diapason.workspaces.doors import Request, door
from diapason.workspaces.forms import InviteForm
from diapason.workspaces.invitations import CannotAccept
from diapason.workspaces.views.team import page


@require_POST
@door("team.manage")
def invite(request: Request) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return page(request, invite=form, status=422)
    try:
        invitation = invitations.invite(request.member, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error("email", refused)
        return page(request, invite=form, status=422)
    toast(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("team", request.workspace.slug)


@require_POST
@door("team.manage")
def resend_invitation(request: Request, invitation_id: int) -> HttpResponse:
    invitation = invitations.access_invitation(request.member, invitation_id)
    try:
        invitations.resend(request.member, invitation)
    except CannotAccept:
        return page(request, problem=_("This invitation was used or revoked in the meantime."), status=409)
    toast(
        request, _("A new invitation is on its way to %(email)s; the former address does not work any more.") % {"email": invitation.email}
    )
    return redirect("team", request.workspace.slug)


@require_POST
@door("team.manage")
def revoke_invitation(request: Request, invitation_id: int) -> HttpResponse:
    invitation = invitations.access_invitation(request.member, invitation_id)
    try:
        invitations.revoke(request.member, invitation)
    except CannotAccept:
        return page(request, problem=_("This invitation was used in the meantime: its person is in the team."), status=409)
    undo = reverse("restore_invitation", args=[request.workspace.slug, invitation.pk])
    toast(request, _("The invitation of %(email)s is revoked.") % {"email": invitation.email}, undo=undo)
    return redirect("team", request.workspace.slug)


@require_POST
@door("team.manage")
def restore_invitation(request: Request, invitation_id: int) -> HttpResponse:
    invitations.restore(request.member, invitations.access_invitation(request.member, invitation_id))
    return HttpResponse(status=204)

"""Links for clients without an account."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.workspaces import guest_links
from diapason.workspaces.doors import Request, door
from diapason.workspaces.forms.guest import GuestLinkForm
from diapason.workspaces.views.team import page


@require_POST
@door("team.manage")
def create_guest_link(request: Request) -> HttpResponse:
    form = GuestLinkForm(request.POST)
    if not form.is_valid():
        return page(request, guest=form, status=422)
    link = guest_links.create(request.member, **form.cleaned_data)
    toast(request, _("The link of %(name)s is ready to copy.") % {"name": link})
    return redirect(reverse("team", args=[request.workspace.slug]) + "#guests")


@require_POST
@door("team.manage")
def revoke_guest_link(request: Request, guest_id: int) -> HttpResponse:
    link = guest_links.access_guest_link(request.member, guest_id)
    guest_links.revoke(request.member, link)
    undo = reverse("restore_guest_link", args=[request.workspace.slug, link.pk])
    toast(request, _("The link of %(name)s does not work any more.") % {"name": link}, undo=undo)
    return redirect(reverse("team", args=[request.workspace.slug]) + "#guests")


@require_POST
@door("team.manage")
def restore_guest_link(request: Request, guest_id: int) -> HttpResponse:
    guest_links.restore(request.member, guest_links.access_guest_link(request.member, guest_id))
    return HttpResponse(status=204)

"""Removing a space, once one has read what follows."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.territory import removal
from diapason.territory.access import access_space
from diapason.workspaces.doors import Request, door


@door("space.connect")
def remove_space(request: Request, space_id: int) -> HttpResponse:
    space = access_space(request.member, space_id)
    if request.method == "POST":
        removal.remove(request.member, space)
        toast(request, _("%(space)s was removed. Connecting the same account again brings it back.") % {"space": space})
        return redirect("spaces", request.workspace.slug)
    return render(request, "territory/remove.html", {"space": space, "consequences": removal.foresee(space)})

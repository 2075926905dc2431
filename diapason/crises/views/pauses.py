"""What the room holds back: more spaces, or one fewer."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.crises import running
from diapason.crises.forms import publishable
from diapason.crises.views.room import acted_on
from diapason.territory.access import access_space
from diapason.workspaces.doors import Request, door


@door("crisis.act")
@require_POST
def pauses(request: Request, crisis_id: int) -> HttpResponse:
    """`space`: the numbers of those to pause."""
    found = acted_on(request, crisis_id)
    numbers = [number for each in request.POST.getlist("space") if (number := whole(each))]
    spaces = list(publishable(request.member).filter(pk__in=numbers))
    if spaces:
        held = running.pause(request.member, found, spaces)
        text = ngettext("Publishing is paused: %(count)s post is held back.", "Publishing is paused: %(count)s posts are held back.", held)
        toast(request, text % {"count": held})
    return redirect("crisis", request.workspace.slug, crisis_id)


@door("crisis.act")
@require_POST
def space_release(request: Request, crisis_id: int, space_id: int) -> HttpResponse:
    found = acted_on(request, crisis_id)
    space = access_space(request.member, space_id)
    running.resume(request.member, found, space)
    toast(request, _("Publishing goes on there. What is past its time waits for a decision."))
    return redirect("crisis", request.workspace.slug, crisis_id)

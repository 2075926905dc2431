"""Connecting a space again, without losing anything of it."""

from django.http import HttpResponse
from django.shortcuts import redirect

from diapason.territory.access import access_space
from diapason.territory.views.connect_space import ask
from diapason.workspaces.doors import Request, door


@door("space.connect")
def reconnect_space(request: Request, space_id: int) -> HttpResponse:
    space = access_space(request.member, space_id)
    if not space.net.can("auth"):
        return redirect("space", request.workspace.slug, space.pk)
    return ask(request, space.net, space)

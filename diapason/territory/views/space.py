"""One space: whether it is well and how to mend it, its limits, what it is for."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.territory.access import access_space
from diapason.workspaces.doors import Request, door


@door("space.view")
def space(request: Request, space_id: int) -> HttpResponse:
    return render(request, "territory/space.html", {"space": access_space(request.member, space_id)})

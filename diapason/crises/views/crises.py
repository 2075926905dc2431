"""The crisis rooms of the brand: those that are open, and those that are over."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.core import keyset
from diapason.crises import access
from diapason.workspaces.doors import Request, door

SIZE = 30


@door("crisis.view")
def crises(request: Request) -> HttpResponse:
    found = access.crises(request.member)
    over = found.filter(access.is_over()).select_related("level", "lesson")
    page = keyset.page_or_first(over, ("-opened_at", "-id"), cursor=request.GET.get("cursor", ""), size=SIZE)
    context = {
        "open": found.filter(~access.is_over()).order_by("-opened_at", "-id"),
        "page": page,
        "playbooks": access.playbooks(request.member).count(),
        "statements": access.statements(request.member).count(),
        "lessons": access.lessons(request.member).count(),
    }
    return render(request, "crises/crises.html", context)

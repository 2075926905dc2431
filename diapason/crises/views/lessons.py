"""What the brand learnt, the latest first."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.core import keyset
from diapason.crises import access
from diapason.workspaces.doors import Request, door

SIZE = 30


@door("crisis.view")
def lessons(request: Request) -> HttpResponse:
    found = access.lessons(request.member)
    try:
        page = keyset.page(found, ("-at", "-id"), cursor=request.GET.get("cursor", ""), size=SIZE)
    except keyset.BadCursor:
        page = keyset.page(found, ("-at", "-id"), size=SIZE)
    return render(request, "crises/lessons.html", {"page": page})

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
    page = keyset.page_or_first(found, ("-at", "-id"), cursor=request.GET.get("cursor", ""), size=SIZE)
    return render(request, "crises/lessons.html", {"page": page})

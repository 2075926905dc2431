"""The room on paper: a page to print or to keep as PDF, for those who were not there."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.crises import access
from diapason.crises.views.room import page
from diapason.workspaces.doors import Request, door


@door("crisis.view")
def report(request: Request, crisis_id: int) -> HttpResponse:
    found = access.access_crisis(request.member, crisis_id)
    context = page(request.member, found)
    context["items"] = list(reversed(context["all_items"]))
    return render(request, "crises/report.html", context)

"""The audit log."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from diapason.core.keyset import BadCursor
from diapason.workspaces import auditing, sentences
from diapason.workspaces.auditing import Filters
from diapason.workspaces.doors import Request, door


@door("audit.view")
def audit(request: Request) -> HttpResponse:
    filters = Filters.read(request.GET)
    try:
        page = auditing.page(request.workspace, filters, request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("audit", request.workspace.slug)
    context = {
        "page": page,
        "filters": filters,
        "people": auditing.people(request.workspace),
        "families": sorted(((name, sentences.family_name(name)) for name in sentences.families()), key=lambda each: each[1]),
        "query": request.GET.urlencode(),
    }
    return render(request, "workspaces/audit.html", context)

"""A person's rights: a copy of what is held about them, and being forgotten."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.community import privacy
from diapason.community.access import access_contact
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door


@require_POST
@door("person.write")
def export(request: Request, contact_id: int) -> HttpResponse:
    """A file of JSON. A POST, since that it was made is recorded."""
    found = access_contact(request.member, contact_id)
    text = json.dumps(privacy.export(request.member, found), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="person-{found.pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


@door("person.write")
def erasure(request: Request, contact_id: int) -> HttpResponse:
    """Says what will go, asks for the name to be typed since nothing brings it back, then forgets."""
    found = access_contact(request.member, contact_id)
    typed = request.POST.get("name", "")
    if request.method == "POST" and typed.strip().casefold() == found.name.strip().casefold():
        privacy.erase(request.member, found, reason=request.POST.get("reason", "").replace("\x00", ""))
        toast(request, _("This person was erased. That it was done, and by whom, is kept."))
        return redirect("people", request.workspace.slug)
    wrong = request.method == "POST"
    context = {"contact": found, "typed": typed, "reason": request.POST.get("reason", ""), "wrong": wrong}
    return render(request, "community/erasure.html", context, status=422 if wrong else 200)

"""The playbooks of the brand, and each with its roles, tasks and contacts on one page."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.crises import access
from diapason.crises import playbooks as writing
from diapason.crises.forms import ContactLines, PlaybookForm, RoleLines, TaskLines
from diapason.crises.models import Playbook
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


@door("crisis.prepare")
def playbooks(request: Request) -> HttpResponse:
    """`POST` begins one with the usual roles and tasks."""
    if request.method == "POST":
        return redirect("playbook", request.workspace.slug, writing.begin(request.member).pk)
    found = access.playbooks(request.member).prefetch_related("roles", "tasks").select_related("written_by")
    return render(request, "crises/playbooks.html", {"playbooks": found})


@door("crisis.prepare")
def playbook(request: Request, playbook_id: int) -> HttpResponse:
    found = access.access_playbook(request.member, playbook_id)
    data = request.POST or None
    form = PlaybookForm(data, instance=found)
    parts = [
        made(data, instance=found, prefix=name) for made, name in ((RoleLines, "role"), (TaskLines, "task"), (ContactLines, "contact"))
    ]
    if request.method == "POST" and all([form.is_valid(), *[part.is_valid() for part in parts]]):
        keep(request, form, parts)
        toast(request, _("Saved: it holds from now on."))
        return redirect("playbook", request.workspace.slug, playbook_id)
    errors = bool(form.errors) or any(any(part.errors) for part in parts) if data else False
    context = {"playbook": found, "form": form, "roles": parts[0], "tasks": parts[1], "contacts": parts[2], "errors": errors}
    return render(request, "crises/playbook.html", context, status=422 if errors else 200)


@transaction.atomic
def keep(request: Request, form: PlaybookForm, parts: list) -> Playbook:  # type: ignore[type-arg]
    book = form.save(commit=False)
    book.written_by = request.user
    book.save()
    for part in parts:
        part.save()
        lines = list(part.queryset.model.objects.filter(playbook=book).order_by("position", "id"))
        for number, line in enumerate(lines):
            line.position = number
        part.queryset.model.objects.bulk_update(lines, ["position"])
    events.record(request.member, "playbook.changed", book)
    return book


@door("crisis.prepare")
@require_POST
def playbook_removal(request: Request, playbook_id: int) -> HttpResponse:
    found = access.access_playbook(request.member, playbook_id)
    writing.remove(request.member, found)
    toast(request, _("The playbook was removed."), undo=reverse("playbook_restoration", args=[request.workspace.slug, playbook_id]))
    return redirect("playbooks", request.workspace.slug)


@door("crisis.prepare")
@require_POST
def playbook_restoration(request: Request, playbook_id: int) -> HttpResponse:
    writing.remove(request.member, access.access_playbook(request.member, playbook_id), restore=True)
    return HttpResponse(status=204)

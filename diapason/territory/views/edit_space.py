"""What the brand decides about a space: its name, purpose, importance, rhythm, who is responsible."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.territory import grants
from diapason.territory.access import access_space
from diapason.territory.forms import GrantsForm, SpaceForm
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


@door("space.connect")
def edit_space(request: Request, space_id: int) -> HttpResponse:
    space = access_space(request.member, space_id)
    form = SpaceForm(request.member, request.POST or None, instance=space)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            space.save(update_fields=form.Meta.fields)
            if form.changed_data:
                events.record(request.member, "space.edited", space, fields=form.changed_data)
        toast(request, _("Saved."))
        return redirect("space", request.workspace.slug, space.pk)
    return render(request, "territory/edit.html", {"form": form, "space": space}, status=422 if form.errors else 200)


@door("space.connect")
@require_POST
def space_grants(request: Request, space_id: int) -> HttpResponse:
    space = access_space(request.member, space_id)
    form = GrantsForm(request.member, request.POST)
    if form.is_valid():
        grants.grant(request.member, space, form.cleaned_data["contributors"])
        toast(request, _("Saved."))
    return redirect("space", request.workspace.slug, space.pk)

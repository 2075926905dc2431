"""The settings of a brand: who it is, how it publishes, how its links are measured, who approves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door
from diapason.workspaces.forms import BrandForm
from diapason.workspaces.forms.steps import forms_of, steps_of
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace
from diapason.workspaces.models.membership import Role

KEPT = ("name", "website", "market", "language", "time_zone", "late_after", "require_alt_text", "utm", "approval_steps")


@door("settings.view")
def settings(request: Request) -> HttpResponse:
    if request.method == "POST":
        return change(request)
    return page(request, BrandForm(instance=request.workspace), forms_of(request.workspace))


def change(request: Request) -> HttpResponse:
    if not request.member.can("settings.write"):
        raise PermissionDenied("settings.write")
    before = Workspace.objects.get(pk=request.workspace.pk)
    form, steps = BrandForm(request.POST, instance=request.workspace), forms_of(before, request.POST)
    if not (form.is_valid() and steps.is_valid()):
        request.workspace.name = before.name  # the refused name must not show in the rail
        return page(request, form, steps, status=422)
    form.instance.approval_steps = steps_of(steps)
    save(request.member, before, form, request.POST.get("owners_need_two_factor") == "on")
    toast(request, _("The settings are saved."))
    return redirect("settings", request.workspace.slug)


@transaction.atomic
def save(member: Member, before: Workspace, form: BrandForm, two_factor: bool) -> None:
    """One event says which settings changed, with the former and the new value."""
    after = form.save()
    changed: dict[str, Any] = {
        name: [getattr(before, name), getattr(after, name)] for name in KEPT if getattr(before, name) != getattr(after, name)
    }
    organisation = after.organisation
    if member.role == Role.OWNER and organisation.owners_need_two_factor != two_factor:
        changed["owners_need_two_factor"] = [organisation.owners_need_two_factor, two_factor]
        organisation.owners_need_two_factor = two_factor
        organisation.save(update_fields=["owners_need_two_factor"])
    if changed:
        events.record(member, "settings.changed", after, changes=changed)


def page(request: Request, form: BrandForm, steps: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "steps": steps, "organisation": request.workspace.organisation, "is_owner": request.member.role == Role.OWNER}
    return render(request, "workspaces/settings.html", context, status=status)

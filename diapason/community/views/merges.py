"""Saying that two profiles are one person, and taking it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.community import merging
from diapason.community.access import access_contact
from diapason.community.models import Merge
from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door


@require_POST
@door("person.write")
def merge(request: Request, contact_id: int) -> HttpResponse:
    kept = access_contact(request.member, contact_id)
    absorbed = access_contact(request.member, whole(request.POST.get("other", "")) or 0)
    try:
        fact = merging.merge(request.member, kept, absorbed)
    except merging.CannotMerge:
        toast(request, _("These two profiles cannot be merged: they are already one."), tone="bad")
    else:
        undo = reverse("merge_undoing", args=[request.workspace.slug, fact.pk])
        toast(request, _("%(name)s was merged into this profile.") % {"name": absorbed.name}, undo=undo)
    return redirect("contact", request.workspace.slug, kept.pk)


@require_POST
@door("person.write")
def undoing(request: Request, merge_id: int) -> HttpResponse:
    fact = get_object_or_404(Merge, pk=merge_id, workspace=request.workspace)
    merging.undo(request.member, fact)
    if request.POST.get("then") == "page":
        toast(request, _("The two profiles are separate again."))
        return redirect("contact", request.workspace.slug, fact.kept_id)
    return HttpResponse(status=204)

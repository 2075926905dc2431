"""Notes and decisions that people write into the time line."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.crises import access, running
from diapason.crises.models import Entry
from diapason.workspaces.doors import Request, door


@door("crisis.act")
@require_POST
def entries(request: Request, crisis_id: int) -> HttpResponse:
    """`text`, `kind`, and `at` for what happened before it was written. A room that is over may still be annotated."""
    found = access.access_crisis(request.member, crisis_id)
    text = request.POST.get("text", "").strip()[:2000]
    kind = Entry.Kind.DECISION if request.POST.get("kind") == Entry.Kind.DECISION else Entry.Kind.NOTE
    if text:
        running.write(request.member, found, text, kind, moment(request.POST.get("at", "")))
    else:
        toast(request, _("Nothing was written: the line was empty."), tone="bad")
    return redirect("crisis", request.workspace.slug, crisis_id)


def moment(text: str) -> datetime | None:
    """None for what is no moment, or is still to come."""
    found = local_moment(text)
    return found if found and found <= clock.now() else None


def local_moment(text: str) -> datetime | None:
    """By the clock of the reader; None for what is no moment."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


@door("crisis.act")
@require_POST
def entry_removal(request: Request, crisis_id: int, entry_id: int) -> HttpResponse:
    found = access.access_crisis(request.member, crisis_id)
    running.take_out(request.member, found, get_object_or_404(Entry, crisis=found, pk=entry_id))
    back = reverse("crisis_entry_restoration", args=[request.workspace.slug, crisis_id, entry_id])
    toast(request, _("The line was removed."), undo=back)
    return redirect("crisis", request.workspace.slug, crisis_id)


@door("crisis.act")
@require_POST
def entry_restoration(request: Request, crisis_id: int, entry_id: int) -> HttpResponse:
    found = access.access_crisis(request.member, crisis_id)
    running.take_out(request.member, found, get_object_or_404(Entry, crisis=found, pk=entry_id), restore=True)
    return HttpResponse(status=204)

"""What is to be done in the room, and what is done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.crises import running
from diapason.crises.models import Seat, Task
from diapason.crises.views.room import acted_on
from diapason.workspaces.doors import Request, door

USUAL, LONGEST = 15, 2880  # minutes


@door("crisis.act")
@require_POST
def tasks(request: Request, crisis_id: int) -> HttpResponse:
    """Adds one: `text`, `minutes` from now, `seat`."""
    found = acted_on(request, crisis_id)
    text, minutes, role = (request.POST.get(name, "").strip() for name in ("text", "minutes", "seat"))
    if text:
        within = whole(minutes)
        seat = Seat.objects.filter(crisis=found, pk=whole(role) or 0).first()
        running.add_task(request.member, found, text, USUAL if within is None else min(within, LONGEST), seat)
    else:
        toast(request, _("Nothing was added: say what is to be done."), tone="bad")
    return redirect("crisis", request.workspace.slug, crisis_id)


@door("crisis.act")
@require_POST
def task_done(request: Request, crisis_id: int, todo_id: int) -> HttpResponse:
    """`done` is 1, or 0 to take it up again."""
    found = acted_on(request, crisis_id)
    task = get_object_or_404(Task, crisis=found, pk=todo_id)
    running.tick(request.member, found, task, done=request.POST.get("done", "1") == "1")
    return redirect("crisis", request.workspace.slug, crisis_id)

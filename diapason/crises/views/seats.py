"""Who has which role in the room."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from diapason.crises import running
from diapason.crises.models import Seat
from diapason.crises.views.room import acted_on
from diapason.workspaces import notices
from diapason.workspaces.doors import Request, door


@door("crisis.act")
@require_POST
def seat(request: Request, crisis_id: int, seat_id: int) -> HttpResponse:
    """`person` is a number, `me`, or nothing."""
    found = acted_on(request, crisis_id)
    asked = request.POST.get("person", "")
    if asked == "me":
        asked = str(request.user.pk)
    person = next((each for each in notices.holders(request.workspace, "crisis.act") if str(each.pk) == asked), None)
    if asked and person is None:
        raise Http404
    running.seat(request.member, found, get_object_or_404(Seat, crisis=found, pk=seat_id), person)
    return redirect("crisis", request.workspace.slug, crisis_id)

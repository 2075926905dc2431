"""Being there: said by the open page every few seconds, and when one begins to write."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from diapason.inbox import presence as presences
from diapason.inbox.access import access_conversation
from diapason.workspaces.doors import Request, door


@require_POST
@door("inbox.view")
def presence(request: Request, conversation_id: int) -> HttpResponse:
    """Who else is here. `state` is here, writing or gone."""
    found = access_conversation(request.member, conversation_id)
    state = request.POST.get("state", "here")
    if state == "gone":
        presences.leave(request.member, found)
        return HttpResponse(status=204)
    others = presences.here(request.member, found, writing=state == "writing")
    return render(request, "inbox/_others.html", {"others": others, "conversation": found})

"""The list, and one conversation beside it. Opened from the list, a conversation comes alone; by its address, with the list."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.inbox import screen
from diapason.inbox.access import access_conversation
from diapason.inbox.filters import Filters
from diapason.inbox.models import Conversation
from diapason.workspaces.doors import Request, door

PANE = "div#conversation"


@door("inbox.view")
def inbox(request: Request) -> HttpResponse:
    return render(request, "inbox/inbox.html", screen.listing(request, Filters.read(request.GET)))


@door("inbox.view")
def conversation(request: Request, conversation_id: int) -> HttpResponse:
    return show(request, access_conversation(request.member, conversation_id))


def show(request: Request, found: Conversation, *, status: int = 200, **more: object) -> HttpResponse:
    """The conversation, now read by somebody of the team; with the list unless only the pane was asked for."""
    if found.unread and request.member.can("inbox.reply"):
        Conversation.objects.filter(pk=found.pk).update(unread=False)
        found.unread = False
    filters = Filters.read(request.GET)
    context = screen.pane(request, found, filters, **more)
    if request.htmx and request.htmx.target == PANE:
        return render(request, "inbox/_conversation.html", context, status=status)
    return render(request, "inbox/inbox.html", screen.listing(request, filters, context["team"]) | context, status=status)

"""Answering, and taking an answer back while there is time."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.inbox import answering, screen
from diapason.inbox.access import access_conversation
from diapason.inbox.filters import Filters
from diapason.inbox.models import Conversation
from diapason.inbox.problems import sentence
from diapason.inbox.views.inbox import show
from diapason.publishing import services
from diapason.publishing.models import Delivery
from diapason.workspaces.doors import Request, door

LONGEST = 20_000


@require_POST
@door("inbox.reply")
def reply(request: Request, conversation_id: int) -> HttpResponse:
    """Refused or warned, the same screen comes back with what was typed."""
    found = access_conversation(request.member, conversation_id)
    if not answering.can_answer(found):
        raise Http404
    text = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
    try:
        delivery = answering.reply(request.member, found, text, seen=screen.number(request.POST.get("seen", "")))
    except answering.CannotReply as refusal:
        problems = [sentence(found.space.net, problem) for problem in refusal.problems]
        return show(request, found, status=422, text=text, problems=problems)
    except answering.AnsweredMeanwhile as warning:
        return show(request, found, status=409, text=text, quicker=warning.message, seen=warning.message.pk)
    undo = reverse("reply_withdrawal", args=[request.workspace.slug, found.pk, delivery.pk])
    toast(request, _("The reply leaves in a few seconds."), undo=undo)
    return back(request, found)


def back(request: Request, found: Conversation) -> HttpResponse:
    return redirect(screen.address(found, request.workspace.slug, Filters.read(request.GET)))


@require_POST
@door("inbox.reply")
def withdrawal(request: Request, conversation_id: int, delivery_id: int) -> HttpResponse:
    """The words come back to where they were typed."""
    found = access_conversation(request.member, conversation_id)
    delivery = get_object_or_404(Delivery, pk=delivery_id, workspace=request.workspace, messages__conversation=found, messages__part=0)
    try:
        request.session[screen.draft_key(found)] = answering.take_back(request.member, found, delivery)
        toast(request, _("The reply was not sent. Its words are back where you typed them."))
    except services.TooLate:
        toast(request, _("It is too late: the reply has left."), tone="bad")
    # The undo of a toast reads the page again by itself: following it would use up the words before they are shown.
    return back(request, found) if "text/html" in request.headers.get("Accept", "") else HttpResponse(status=204)


@require_POST
@door("inbox.reply")
def count(request: Request, conversation_id: int) -> HttpResponse:
    """What the network counts in the words being typed, and in how many posts they would leave."""
    found = access_conversation(request.member, conversation_id)
    text = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
    limits = answering.limits(found)
    draft = answering.draft(found, text, answering.latest_incoming(found)) if text.strip() else None
    limit = limits.tightest(draft.parts[-1] if draft else "")
    left = limit.left(draft.parts[-1] if draft else "") if limit else None
    problems = [sentence(found.space.net, problem) for problem in draft.problems] if draft else []
    return render(request, "inbox/_count.html", {"parts": len(draft.parts) if draft else 0, "left": left, "problems": problems})

"""Internal notes of a conversation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.inbox import deciding
from diapason.inbox.access import access_conversation
from diapason.inbox.models import Note
from diapason.inbox.views.inbox import show
from diapason.inbox.views.replies import back
from diapason.workspaces.doors import Request, door

LONGEST = 5000


@require_POST
@door("inbox.reply")
def note(request: Request, conversation_id: int) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    body = request.POST.get("text", "").replace("\x00", "").strip()[:LONGEST]
    if not body:
        return show(request, found, status=422, problems=[_("Write something first.")])
    deciding.note(request.member, found, body)
    return back(request, found)


@require_POST
@door("inbox.reply")
def removal(request: Request, conversation_id: int, note_id: int) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    deciding.remove_note(request.member, get_object_or_404(Note, pk=note_id, conversation=found))
    toast(request, _("Note removed."), undo=reverse("note_restoration", args=[request.workspace.slug, found.pk, note_id]))
    return back(request, found)


@require_POST
@door("inbox.reply")
def restoration(request: Request, conversation_id: int, note_id: int) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    deciding.remove_note(request.member, get_object_or_404(Note, pk=note_id, conversation=found), restore=True)
    return HttpResponse(status=204)

"""`POST …/messages/<id>/moderation/<state>/`: what becomes of somebody's comment on our site."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.inbox import moderating
from diapason.inbox.access import access_conversation
from diapason.inbox.models import Message
from diapason.inbox.views.replies import back
from diapason.networks.base.errors import NetworkError
from diapason.workspaces.doors import Request, door


@require_POST
@door("inbox.reply")
def moderation(request: Request, conversation_id: int, said_id: int, state: str) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    rows = Message.objects.select_related("space", "conversation").defer("search")
    message = get_object_or_404(rows, pk=said_id, conversation=found)
    if state not in moderating.states(message):
        raise Http404
    try:
        before = moderating.moderate(request.member, message, state)
    except NetworkError as error:
        words = _("%(space)s did not do it, and nothing was changed here: %(detail)s")
        toast(request, words % {"space": message.space, "detail": error.detail}, tone="bad")
        return back(request, found)
    undo = reverse("moderation", args=[request.workspace.slug, found.pk, message.pk, before]) if before and before != state else ""
    toast(request, _("Comment: %(state)s.") % {"state": message.space.net.say(f"states.{state}")}, undo=undo)
    return back(request, found)

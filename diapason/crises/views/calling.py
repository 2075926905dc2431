"""From the inbox: calling those who lead to a conversation, and answering with a holding statement."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.crises import access, advising
from diapason.crises import statements as writing
from diapason.inbox.access import access_conversation
from diapason.inbox.answering import CannotReply
from diapason.workspaces.doors import Request, door


@door("inbox.reply")
@require_POST
def call(request: Request, conversation_id: int) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    person = advising.call(request.member, found)
    if person is None:
        toast(request, _("Nobody else leads this brand."), tone="bad")
    else:
        toast(request, _("%(name)s is told, and the conversation is theirs.") % {"name": person})
    return redirect("conversation", request.workspace.slug, conversation_id)


@door("inbox.reply")
@require_POST
def statement_answer(request: Request, conversation_id: int, statement_id: int) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    statement = access.access_statement(request.member, statement_id)
    try:
        writing.answer(request.member, statement, found, access.open_crises(request.member).first())
    except writing.NotApproved:
        toast(request, _("Nothing was sent: these words are not approved."), tone="bad")
    except CannotReply:
        toast(request, _("Nothing was sent: the network would refuse these words."), tone="bad")
    else:
        toast(request, _("The holding statement is the answer. It leaves in five seconds: it can still be taken back."))
    return redirect("conversation", request.workspace.slug, conversation_id)

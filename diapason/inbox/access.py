"""The doors to conversations."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.inbox.models import Conversation, SavedReply
from diapason.workspaces.members import Member


def conversations(member: Member) -> QuerySet[Conversation]:
    return Conversation.objects.filter(workspace=member.workspace)


def access_conversation(member: Member, conversation_id: int) -> Conversation:
    """The conversation with what its screen shows of it. Raises Http404 for one of another brand."""
    found = conversations(member).select_related("space", "identity__contact", "assignee", "delivery").filter(pk=conversation_id).first()
    if found is None:
        raise Http404
    found.workspace = member.workspace
    return found


def saved_replies(member: Member) -> QuerySet[SavedReply]:
    return SavedReply.objects.filter(workspace=member.workspace, removed_at=None)


def access_saved_reply(member: Member, reply_id: int) -> SavedReply:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    found = SavedReply.objects.filter(workspace=member.workspace, pk=reply_id).first()
    if found is None:
        raise Http404
    return found

"""Conversations of the inbox: the list, one of them, its messages."""

from ninja import Query, Router

from diapason.api.calls import Call, reads
from diapason.api.schemas.common import Id, Paging, present
from diapason.api.schemas.conversations import ConversationFilters, ConversationOut, ConversationPage, MessageOut, MessagePage
from diapason.inbox.access import access_conversation, conversations

router = Router(tags=["conversations"])


@reads(router, "/conversations", ConversationPage, scope="conversations:read", needs="inbox.view")
def list_conversations(request: Call, filters: Query[ConversationFilters]) -> ConversationPage:
    """Conversations, the latest message first."""
    asked = present(
        status=filters.status,
        kind=filters.kind,
        space=filters.space_id,
        assignee=filters.assignee_id,
        assignee__isnull=filters.unassigned or None,
    )
    found = conversations(request.member).select_related("space", "identity").filter(incoming_count__gt=0, **asked)
    page = filters.page(found, ("-last_message_at", "-id"))
    return ConversationPage(items=[ConversationOut.of(each) for each in page.rows], next=page.next)


@reads(router, "/conversations/{conversation_id}", ConversationOut, scope="conversations:read", needs="inbox.view")
def get_conversation(request: Call, conversation_id: Id) -> ConversationOut:
    """One conversation."""
    return ConversationOut.of(access_conversation(request.member, conversation_id))


@reads(router, "/conversations/{conversation_id}/messages", MessagePage, scope="conversations:read", needs="inbox.view")
def list_messages(request: Call, conversation_id: Id, paging: Query[Paging]) -> MessagePage:
    """What was said in it, the latest first."""
    found = access_conversation(request.member, conversation_id).messages.select_related("identity", "author")
    page = paging.page(found, ("-sent_at", "-id"))
    return MessagePage(items=[MessageOut.of(message) for message in page.rows], next=page.next)

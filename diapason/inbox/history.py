"""The conversations of a person, for their page."""

from collections.abc import Sequence

from django.urls import reverse

from diapason.community import screens
from diapason.community.models import Identity
from diapason.community.screens import Moment
from diapason.core import keyset
from diapason.inbox.access import conversations
from diapason.inbox.models import Conversation
from diapason.inbox.thread import title
from diapason.workspaces.members import Member

SIZE = 30
ORDER = ("-last_message_at", "-id")


def history(member: Member, identities: Sequence[Identity], cursor: str) -> tuple[list[Moment], str | None]:
    """Nothing for those who may not read the inbox."""
    if not member.can("inbox.view"):
        return [], None
    rows = conversations(member).filter(identity__in=identities).select_related("space", "delivery")
    page = keyset.page_or_first(rows, ORDER, cursor=cursor, size=SIZE)
    return [moment(member, row) for row in page.rows], page.next


def moment(member: Member, row: Conversation) -> Moment:
    return Moment(
        at=row.last_message_at or row.created_at,
        network=row.space.network,
        title=title(row),
        text=row.excerpt,
        url=reverse("conversation", args=[member.workspace.slug, row.pk]),
        state=row.status,
        label=row.get_status_display(),
    )


screens.declare_history(history)

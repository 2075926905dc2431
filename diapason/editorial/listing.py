"""The list of posts: filters of the address, keyset pages."""

from django.db.models import Prefetch

from diapason.core import keyset
from diapason.core.keyset import Page
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.filters import Filters
from diapason.workspaces.members import Member

SIZE = 40
SORTS = {
    "": ["-id"],
    "publish_at": ["publish_at", "id"],
    "-publish_at": ["-publish_at", "-id"],
    "title": ["title", "id"],
    "-title": ["-title", "-id"],
}


def page(member: Member, filters: Filters, sort: str, cursor: str) -> Page[Post]:
    """Sorted by date, only posts that have one are listed: the others have no place in that order."""
    rows = filters.apply(member, cancelled=True)
    if "publish_at" in sort:
        rows = rows.exclude(publish_at=None)
    rows = rows.select_related("objective", "campaign", "author", "assignee").prefetch_related(
        Prefetch("variants", Variant.objects.filter(spaces__isnull=False).distinct().order_by("network"), to_attr="shown")
    )
    order = SORTS.get(sort, SORTS[""])
    return keyset.page_or_first(rows, order, cursor=cursor, size=SIZE)

"""The calendar as a list, from the first day of its month on, however far."""

from datetime import UTC

from django.db.models import Prefetch

from diapason.core import keyset
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.filters import Filters
from diapason.editorial.planner.spans import Span, midnight
from diapason.workspaces.members import Member

PAGE = 40
ORDER = ("publish_at", "id")


def page(member: Member, filters: Filters, span: Span, cursor: str = "") -> keyset.Page[Post]:
    """Posts with a day, by time of publication, from the day of the address. Raises keyset.BadCursor."""
    start = midnight(span.anchor, member.workspace.tz).astimezone(UTC)
    found = filters.apply(member).filter(publish_at__gte=start)
    with_networks = Prefetch("variants", Variant.objects.order_by("network"))
    return keyset.page(found.select_related("objective", "author").prefetch_related(with_networks), ORDER, cursor=cursor, size=PAGE)

"""The list of posts: filters of the address, keyset pages."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from diapason.core import keyset
from diapason.core.keyset import Page
from diapason.editorial.access import posts
from diapason.editorial.models import Post, Variant
from diapason.strategy.models import Campaign, Objective
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

SIZE = 50
FILTERS = ("q", "status", "network", "objective", "campaign", "author", "language", "mine")
SORTS = {
    "": ["-id"],
    "publish_at": ["publish_at", "id"],
    "-publish_at": ["-publish_at", "-id"],
    "title": ["title", "id"],
    "-title": ["-title", "-id"],
}


def page(member: Member, filters: dict[str, str], sort: str, cursor: str) -> Page[Post]:
    """Sorted by date, only posts that have one are listed: the others have no place in that order."""
    rows = found(member, filters)
    if "publish_at" in sort:
        rows = rows.exclude(publish_at=None)
    rows = rows.select_related("objective", "campaign", "author", "assignee").prefetch_related(
        Prefetch("variants", Variant.objects.filter(spaces__isnull=False).distinct().order_by("network"), to_attr="shown")
    )
    order = SORTS.get(sort, SORTS[""])
    try:
        return keyset.page(rows, order, cursor=cursor, size=SIZE)
    except keyset.BadCursor:
        return keyset.page(rows, order, size=SIZE)


def found(member: Member, filters: dict[str, str]) -> QuerySet[Post]:
    """What is not understood is ignored."""
    rows = posts(member)
    if filters.get("q"):
        words = filters["q"]
        rows = rows.filter(Q(title__icontains=words) | Q(text__icontains=words) | Q(hashtags__icontains=words))
    if filters.get("status") in Post.Status.values:
        rows = rows.filter(status=filters["status"])
    for name in ("objective", "campaign", "author"):
        if filters.get(name, "").isdigit() and len(filters[name]) < 19:
            rows = rows.filter(**{f"{name}_id": int(filters[name])})
    if filters.get("language"):
        rows = rows.filter(language=filters["language"])
    if filters.get("network"):
        rows = rows.filter(Exists(Variant.objects.filter(post=OuterRef("pk"), network=filters["network"], spaces__isnull=False)))
    if filters.get("mine") and member.person:
        rows = rows.filter(Q(author=member.person) | Q(assignee=member.person))
    return rows


def choices(member: Member) -> dict[str, Any]:
    """What the filters offer."""
    brand = member.workspace
    return {
        "statuses": Post.Status.choices,
        "objectives": Objective.objects.filter(workspace=brand).order_by("name"),
        "campaigns": Campaign.objects.filter(workspace=brand).order_by("name"),
        "people": Person.objects.filter(memberships__workspace=brand).order_by("name", "email"),
        "languages": ["fr", "en"],
    }

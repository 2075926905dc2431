"""What the library shows: search, kinds, tags, rights."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from diapason.core import keyset
from diapason.core.keyset import Page
from diapason.media.access import assets
from diapason.media.models import Asset
from diapason.workspaces.members import Member

SIZE = 48
SOON = timedelta(days=30)
FILTERS = ("q", "kind", "tag", "rights", "alt")


def found(member: Member, filters: dict[str, str], today: date) -> QuerySet[Asset]:
    """`filters`: q, kind (image, video), tag, rights (ending, ended), alt (missing); what is not understood is ignored."""
    rows = assets(member)
    if filters.get("q"):
        words = filters["q"]
        rows = rows.filter(Q(title__icontains=words) | Q(alt__icontains=words) | Q(credit__icontains=words) | Q(tags__icontains=words))
    if filters.get("kind") in Asset.Kind.values:
        rows = rows.filter(kind=filters["kind"])
    if filters.get("tag"):
        rows = rows.filter(tags__contains=[filters["tag"]])
    if filters.get("rights") == "ended":
        rows = rows.filter(rights_end__lt=today)
    elif filters.get("rights") == "ending":
        rows = rows.filter(rights_end__gte=today, rights_end__lte=today + SOON)
    if filters.get("alt") == "missing":
        rows = rows.filter(alt="", kind=Asset.Kind.IMAGE)
    return rows


def page(member: Member, filters: dict[str, str], today: date, cursor: str) -> Page[Asset]:
    rows = found(member, filters, today)
    return keyset.page_or_first(rows, ["-id"], cursor=cursor, size=SIZE)


def tags(member: Member) -> list[str]:
    """Those of the latest 500 files, in alphabetical order."""
    listed = assets(member).exclude(tags=[]).order_by("-id").values_list("tags", flat=True)[:500]
    return sorted({tag for tags in listed for tag in tags}, key=str.casefold)


def rights_state(asset: Asset, today: date) -> str:
    """`ended`, `ending` (within 30 days), or nothing."""
    if asset.rights_end is None or asset.rights_end > today + SOON:
        return ""
    return "ended" if asset.rights_end < today else "ending"

"""The posts of a period and what each brought: sorted by any figure, page after page, or whole in a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import BigIntegerField, FloatField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from diapason.core import keyset
from diapason.core.numbers import whole
from diapason.insights.models import Outcome
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

FIGURES = ("impressions", "reach", "engagement", "likes", "reposts", "replies", "clicks", "conversions")
SORTS = ("published_at", *FIGURES, "value")
DEFAULT = "-engagement"
SIZE = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says of the table; anything that is not understood is left out."""

    network: str = ""
    objective: int | None = None
    sort: str = DEFAULT


def filters(query: "dict[str, str]") -> Filters:
    sort = query.get("sort", DEFAULT)
    return Filters(query.get("network", ""), whole(query.get("objective", "")), sort if sort.lstrip("-") in SORTS else DEFAULT)


def rows(workspace: Workspace, period: Period, chosen: Filters) -> QuerySet[Outcome]:
    start, end = period.bounds(workspace)
    found = Outcome.objects.filter(workspace=workspace, published_at__gte=start, published_at__lt=end)
    if chosen.network:
        found = found.filter(network=chosen.network)
    if chosen.objective:
        found = found.filter(objective=chosen.objective)
    return found.select_related("post", "space", "objective", "delivery")


def page(found: QuerySet[Outcome], sort: str, cursor: str, size: int = SIZE) -> keyset.Page[Outcome]:
    """Missing figures come last in a descending order and first in an ascending one, as less than zero."""
    name, minus = sort.lstrip("-"), "-" if sort.startswith("-") else ""
    if name != "published_at":
        field = FloatField() if name == "value" else BigIntegerField()
        found, name = found.annotate(rank=Coalesce(Cast(name, field), Value(-1), output_field=field)), "rank"
    order = [f"{minus}{name}", f"{minus}delivery_id"]
    try:
        return keyset.late_page(found, order, cursor=cursor, size=size)
    except keyset.BadCursor:
        return keyset.late_page(found, order, size=size)


def every(found: QuerySet[Outcome]) -> Iterator[Outcome]:
    return found.order_by("-published_at", "-delivery_id").iterator(chunk_size=1000)

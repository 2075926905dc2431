"""The calendar as a board: what waits at each status, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from diapason.core import clock
from diapason.editorial.models import Post
from diapason.editorial.planner import entries
from diapason.editorial.planner.filters import Filters
from diapason.workspaces.members import Member

CAP = 15  # posts shown in one column; the others are counted
KEPT = timedelta(days=14)  # published posts leave the board after that
STATUSES = [status for status in Post.Status if status != Post.Status.CANCELLED]


@dataclass(slots=True)
class Card:
    """A post of the board; `entry.at` is None in fact where it has no day yet, and `dated` says so."""

    entry: entries.Entry
    dated: bool


@dataclass(slots=True)
class Column:
    """`query` finds in the list of posts those that the column counts."""

    status: str
    label: str
    query: str = ""
    cards: list[Card] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def read(member: Member, filters: Filters) -> list[Column]:
    """One column for each status, by day of publication, those without a day last. Three queries."""
    shown = filters.statuses or STATUSES
    columns = {
        str(status): Column(str(status), str(Post.Status(status).label), replace(filters, status=str(status)).query) for status in shown
    }
    recent = ~Q(status=Post.Status.PUBLISHED) | Q(publish_at__gte=clock.now() - KEPT)
    rows = (
        filters.apply(member)
        .filter(recent)
        .annotate(
            place=Window(RowNumber(), partition_by=F("status"), order_by=[F("publish_at").asc(nulls_last=True), F("id").asc()]),
            all=Window(Count("id"), partition_by=F("status")),
        )
        .filter(place__lte=CAP)
        .order_by("status", "place")
        .values(*entries.COLUMNS, "all")
    )
    for row in rows:
        at = row["publish_at"] or clock.now()
        card = Card(entries.entry(row, at.astimezone(member.workspace.tz)), row["publish_at"] is not None)
        columns[row["status"]].cards.append(card)
        columns[row["status"]].total = row["all"]
    entries.add_networks(each.entry for each in all_cards(columns.values()))
    entries.add_troubles(each.entry for each in all_cards(columns.values()))
    return list(columns.values())


def all_cards(columns: Iterable[Column]) -> list[Card]:
    return [card for column in columns for card in column.cards]

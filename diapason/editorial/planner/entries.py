"""What the days of a span hold, in a constant number of queries and of bounded size, however many posts there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, QuerySet, RowRange, Window
from django.db.models.functions import RowNumber, TruncDate

from diapason.editorial.models import Post, PostMedia, Variant, VariantMedia
from diapason.editorial.planner import troubles
from diapason.editorial.planner.filters import WAITING, Filters
from diapason.editorial.planner.spans import WEEK, Span
from diapason.editorial.workflow import WRITABLE
from diapason.workspaces.members import Member

MONTH_CAP, WEEK_CAP = 5, 25  # posts shown for one day; the others are counted
COLUMNS = ("id", "title", "publish_at", "status", "objective__name", "objective__colour", "content_type")


@dataclass(slots=True)
class Entry:
    """One post as the calendar shows it. `at` is on the brand's clock; `thumb` is an asset that has a thumbnail.

    `trouble` says, in words, that a delivery of it needs a person.
    """

    id: int
    title: str
    at: datetime
    status: str
    objective: str = ""
    colour: int = 0
    networks: list[str] = field(default_factory=list)
    thumb: int | None = None
    trouble: str = ""

    @property
    def label(self) -> str:
        return str(Post.Status(self.status).label)

    @property
    def movable(self) -> bool:
        return self.status in WRITABLE


@dataclass(slots=True)
class Day:
    """`more` is how many posts of the day are not among `entries`."""

    date: date
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    def keep(self, most: int) -> None:
        """Counts those beyond the first `most` instead of listing them."""
        self.more += len(self.entries[most:])
        del self.entries[most:]


def read(member: Member, filters: Filters, span: Span, cap: int = 0) -> dict[date, Day]:
    """The days of the span that have posts, `cap` posts a day at most. Three queries; five for a week, which shows pictures."""
    cap = cap or (WEEK_CAP if span.view == WEEK else MONTH_CAP)
    zone = member.workspace.tz
    start, end = span.moments(zone)
    found = filters.apply(member).filter(publish_at__gte=start, publish_at__lt=end)
    rows = first_of_days(found, "publish_at", zone, cap).values(*COLUMNS, "day", "all")
    days: dict[date, Day] = {}
    for row in rows:
        day = days.setdefault(row["day"], Day(row["day"], more=row["all"]))
        day.entries.append(entry(row, row["publish_at"].astimezone(zone)))
        day.more -= 1
    shown = [each for day in days.values() for each in day.entries]
    add_networks(shown)
    add_troubles(shown)
    if span.view == WEEK:
        add_thumbs(shown)
    return days


def first_of_days(found: QuerySet[Post], at: str, zone: ZoneInfo, cap: int) -> QuerySet[Post]:
    """The first `cap` posts of each `day` of the field `at`, with their `place` in it and how many the day has in `all`."""
    by_time = [at, "id"]
    return (
        found.annotate(day=TruncDate(at, tzinfo=zone))
        .annotate(
            place=Window(RowNumber(), partition_by=F("day"), order_by=by_time),
            all=Window(Count("id"), partition_by=F("day"), order_by=by_time, frame=RowRange()),  # one sort for both
        )
        .filter(place__lte=cap)
        .order_by(*by_time)
    )


def entry(row: dict[str, Any], at: datetime) -> Entry:
    return Entry(row["id"], row["title"], at, row["status"], row["objective__name"] or "", min(row["objective__colour"] or 0, 5))


def add_networks(entries: Iterable[Entry]) -> None:
    """The networks that each post is for, in alphabetical order. One query."""
    by_id = {each.id: each for each in entries}
    for post, network in Variant.objects.filter(post__in=by_id).order_by("network").values_list("post_id", "network"):
        by_id[post].networks.append(network)


def add_troubles(entries: Iterable[Entry]) -> None:
    """One query."""
    by_id = {each.id: each for each in entries}
    for post, words in troubles.of(by_id).items():
        by_id[post].trouble = words


def add_thumbs(entries: Iterable[Entry]) -> None:
    """The first picture of each post: that of the idea, else of a variant. Two queries."""
    by_id = {each.id: each for each in entries}
    shown = {"asset__removed_at": None}
    own = VariantMedia.objects.filter(variant__post__in=by_id, **shown).exclude(asset__thumbnail="")
    shared = PostMedia.objects.filter(post__in=by_id, **shown).exclude(asset__thumbnail="")
    for rows in (own.values_list("variant__post_id", "asset_id"), shared.values_list("post_id", "asset_id")):
        for post, asset in rows.order_by("-position", "-id"):
            by_id[post].thumb = asset


# ── Deadlines ────────────────────────────────────────────────────────────────────────────────────────────────────────
DUE_CAP = 2  # deadlines shown for one day and kind; the others are counted


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is writing or approval; only of posts that have not passed it."""

    kind: str
    id: int
    title: str
    at: datetime


@dataclass(slots=True)
class Due:
    """The deadlines of a day; `more` is how many are not among them."""

    date: date
    listed: list[Deadline] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        return len(self.listed) + self.more


def deadlines(member: Member, filters: Filters, span: Span, cap: int = DUE_CAP) -> dict[date, Due]:
    """The deadlines of the span that still hold somebody, `cap` of each kind a day. Two queries."""
    zone = member.workspace.tz
    start, end = span.moments(zone)
    days: dict[date, Due] = {}
    for due, statuses in WAITING.items():
        held = filters.apply(member).filter(status__in=statuses, **{f"{due}__gte": start, f"{due}__lt": end})
        for row in first_of_days(held, due, zone, cap).values("id", "title", due, "day", "all", "place"):
            found = days.setdefault(row["day"], Due(row["day"]))
            found.listed.append(Deadline(due.removesuffix("_due"), row["id"], row["title"], row[due].astimezone(zone)))
            found.more += row["all"] - 1 if row["place"] == 1 else -1
    for found in days.values():
        found.listed.sort(key=lambda each: (each.at, each.id))
    return days

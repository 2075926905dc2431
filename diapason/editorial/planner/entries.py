"""What the days of a span hold, in a constant number of queries and of bounded size, however many posts there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, RowRange, Window
from django.db.models.functions import RowNumber, TruncDate

from diapason.editorial.models import Post, PostMedia, Variant, VariantMedia
from diapason.editorial.planner.filters import Filters
from diapason.editorial.planner.spans import WEEK, Span
from diapason.editorial.workflow import WRITABLE
from diapason.workspaces.members import Member

MONTH_CAP, WEEK_CAP = 5, 40  # posts shown for one day; the others are counted
COLUMNS = ("id", "title", "publish_at", "status", "objective__name", "objective__colour", "content_type")


@dataclass(slots=True)
class Entry:
    """One post as the calendar shows it. `at` is on the brand's clock; `thumb` is an asset that has a thumbnail."""

    id: int
    title: str
    at: datetime
    status: str
    objective: str = ""
    colour: int = 0
    networks: list[str] = field(default_factory=list)
    thumb: int | None = None

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


def read(member: Member, filters: Filters, span: Span, cap: int = 0) -> dict[date, Day]:
    """The days of the span that have posts, `cap` posts a day at most. Two queries; four for a week, which shows pictures."""
    cap = cap or (WEEK_CAP if span.view == WEEK else MONTH_CAP)
    zone = member.workspace.tz
    start, end = span.moments(zone)
    found = filters.apply(member).filter(publish_at__gte=start, publish_at__lt=end)
    rows = (
        found.annotate(day=TruncDate("publish_at", tzinfo=zone))
        .annotate(
            place=Window(RowNumber(), partition_by=F("day"), order_by=["publish_at", "id"]),
            all=Window(Count("id"), partition_by=F("day"), order_by=["publish_at", "id"], frame=RowRange()),  # one sort for both
        )
        .filter(place__lte=cap)
        .order_by("publish_at", "id")
        .values(*COLUMNS, "day", "all")
    )
    days: dict[date, Day] = {}
    for row in rows:
        day = days.setdefault(row["day"], Day(row["day"], more=row["all"]))
        day.entries.append(entry(row, row["publish_at"].astimezone(zone)))
        day.more -= 1
    shown = [each for day in days.values() for each in day.entries]
    add_networks(shown)
    if span.view == WEEK:
        add_thumbs(shown)
    return days


def entry(row: dict[str, Any], at: datetime) -> Entry:
    return Entry(row["id"], row["title"], at, row["status"], row["objective__name"] or "", min(row["objective__colour"] or 0, 5))


def add_networks(entries: Iterable[Entry]) -> None:
    """The networks that each post is for, in alphabetical order. One query."""
    by_id = {each.id: each for each in entries}
    for post, network in Variant.objects.filter(post__in=by_id).order_by("network").values_list("post_id", "network"):
        by_id[post].networks.append(network)


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
UNSETTLED = {Post.Status.IDEA, Post.Status.DRAFT, Post.Status.CHANGES}
MOST_DEADLINES = 200


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is writing or approval; only of posts that have not passed it."""

    kind: str
    id: int
    title: str
    at: datetime


def deadlines(member: Member, filters: Filters, span: Span) -> list[Deadline]:
    """The deadlines of the span that still hold somebody, by time: the first two hundred of each kind. Two queries."""
    zone = member.workspace.tz
    start, end = span.moments(zone)
    waiting = {"writing": UNSETTLED, "approval": UNSETTLED | {Post.Status.IN_REVIEW}}
    found: list[Deadline] = []
    for kind, statuses in waiting.items():
        due = f"{kind}_due"
        rows = filters.apply(member).filter(status__in=statuses, **{f"{due}__gte": start, f"{due}__lt": end}).order_by(due, "id")
        listed = rows.values_list("id", "title", due)[:MOST_DEADLINES]
        found += [Deadline(kind, number, title, at.astimezone(zone)) for number, title, at in listed]
    return sorted(found, key=lambda each: (each.at, each.id))


def by_day(listed: Iterable[Deadline]) -> dict[date, list[Deadline]]:
    found: dict[date, list[Deadline]] = defaultdict(list)
    for each in listed:
        found[each.at.date()].append(each)
    return found

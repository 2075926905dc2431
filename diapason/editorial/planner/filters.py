"""The filters of the calendar, as they stand in its address. The list of posts, its export and the board use the same."""

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from diapason.core import clock
from diapason.core.letters import holding
from diapason.editorial.access import posts
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.spans import DAY, midnight
from diapason.workspaces.members import Member

NUMBERS = ("space", "persona", "objective", "campaign", "author", "assignee")
NONE, ME = "none", "me"  # an objective of "none" finds the posts that serve no objective; a writer "me" those of the reader
WORDS: dict[str, set[str]] = {"space": set(), "author": {NONE, ME}, "assignee": {NONE, ME}}

# ── Deadlines ────────────────────────────────────────────────────────────────────────────────────────────────────────
UNWRITTEN = (Post.Status.IDEA, Post.Status.DRAFT, Post.Status.CHANGES)
TO_WRITE = "to_write"  # a status of the address alone: everything that still waits for its writer
WAITING = {"writing_due": UNWRITTEN, "approval_due": (*UNWRITTEN, Post.Status.IN_REVIEW)}  # who a deadline still holds
LATE, WEEK = "late", "week"


def held_by(**bounds: object) -> Q:
    """The posts with a deadline that still holds somebody, within bounds: `lt=now`, `gte=first, lt=last`."""
    found = Q()
    for due, statuses in WAITING.items():
        found |= Q(status__in=statuses, **{f"{due}__{name}": value for name, value in bounds.items()})
    return found


# ── The filters ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Filters:
    """Every value is the text of the address; one that makes no sense is left out.

    `due` is late, week (the seven days to come) or a day; `since` and `until` are days of publication, both included.
    """

    network: str = ""
    space: str = ""
    persona: str = ""
    objective: str = ""
    campaign: str = ""
    language: str = ""
    market: str = ""
    status: str = ""
    content_type: str = ""
    author: str = ""
    assignee: str = ""
    due: str = ""
    since: str = ""
    until: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        values = {field.name: query.get(field.name, "").strip()[:200].replace("\0", "") for field in fields(cls)}
        for name in NUMBERS:
            if not (is_number(values[name]) or values[name] in WORDS.get(name, {NONE})):
                values[name] = ""
        for name in ("since", "until"):
            values[name] = values[name] if day(values[name]) else ""
        values["due"] = values["due"] if values["due"] in {LATE, WEEK} or day(values["due"]) else ""
        values["status"] = values["status"] if values["status"] in {TO_WRITE, *Post.Status.values} else ""
        return cls(**values)

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def statuses(self) -> list[str]:
        """Those that are asked for; none where all are."""
        return list(UNWRITTEN) if self.status == TO_WRITE else [self.status] if self.status else []

    def apply(self, member: Member, *, cancelled: bool = False) -> QuerySet[Post]:
        """The posts that the member may see and the filters keep, each once, in no order.

        Cancelled ones are there when they are asked for by their status, or with `cancelled`.
        """
        found = posts(member)
        if found.query.distinct:  # so that rows may be counted and numbered
            found = Post.objects.filter(pk__in=found.order_by().values("pk"))
        exact = {name: getattr(self, name) for name in ("language", "market", "content_type") if getattr(self, name)}
        found = found.filter(self.rows(member), self.dates(member), self.words(), **exact)
        if self.statuses:
            found = found.filter(status__in=self.statuses)
        elif not cancelled:
            found = found.exclude(status=Post.Status.CANCELLED)
        return found.filter(Exists(self.variants())) if self.network or self.space else found

    def rows(self, member: Member) -> Q:
        found = Q()
        for name in NUMBERS:
            value = getattr(self, name)
            if not value or name == "space":
                continue
            wanted = (member.person.pk if member.person else 0) if value == ME else value
            found &= Q(**({f"{name}__isnull": True} if value == NONE else {f"{name}_id": int(wanted)}))
        return found

    def words(self) -> Q:
        """Of the texts that the post holds in its letters."""
        return holding("letters", self.q) if self.q else Q()

    def dates(self, member: Member) -> Q:
        """On the brand's clock."""
        zone, now, found = member.workspace.tz, clock.now(), Q()
        first, last, due = day(self.since), day(self.until), day(self.due)
        if first:
            found &= Q(publish_at__gte=midnight(first, zone))
        if last:
            found &= Q(publish_at__lt=midnight(last + DAY, zone))
        if due:
            found &= held_by(gte=midnight(due, zone), lt=midnight(due + DAY, zone))
        elif self.due:
            found &= held_by(lt=now) if self.due == LATE else held_by(gte=now, lt=now + timedelta(days=7))
        return found

    def variants(self) -> QuerySet[Variant]:
        found = Variant.objects.filter(post=OuterRef("pk"))
        if self.network:
            found = found.filter(network=self.network)
        if self.space:
            found = found.filter(spaces=int(self.space))
        return found


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def day(text: str) -> date | None:
    """A day of an address; None for anything else, and beyond the years of the calendar."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None

"""What happened on the days of a chart: what a person noted, alerts, moments, what was published. Apps above declare theirs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diapason.core import charts
from diapason.editorial.models import Post
from diapason.editorial.planner import bands
from diapason.listening.models import Annotation, Query
from diapason.workspaces import cutting
from diapason.workspaces.members import Member
from diapason.workspaces.periods import Period


@dataclass(frozen=True, slots=True)
class Happening:
    day: date
    label: str
    url: str = ""


# (member, period, query or None for all) → what happened on its days, oldest first.
Tellers = Callable[[Member, Period, Query | None], Iterable[Happening]]


@dataclass(frozen=True, slots=True)
class Kind:
    name: Promise | str
    icon: str
    tell: Tellers
    usual: bool  # shown until the reader chooses


_declared: dict[str, Kind] = {}
MOST = 24  # marks of one chart: more hide it


def declare(code: str, name: Promise | str, icon: str, tell: Tellers, *, usual: bool = False) -> None:
    """From `apps.ready()`."""
    _declared[code] = Kind(name, icon, tell, usual)


def kinds() -> dict[str, Kind]:
    return _declared


def chosen(asked: Sequence[str]) -> list[str]:
    """Of an address; the usual ones where it names none (`none` is a choice too)."""
    return [code for code, kind in _declared.items() if (code in asked if asked else kind.usual)]


def happenings(member: Member, period: Period, codes: Sequence[str], query: Query | None = None) -> list[tuple[str, Happening]]:
    """With their kind, oldest first."""
    found = [(code, each) for code in codes for each in _declared[code].tell(member, period, query)]
    return sorted(found, key=lambda pair: pair[1].day)


def marks(member: Member, period: Period, codes: Sequence[str], query: Query | None = None) -> list[charts.Mark]:
    """At the points of a chart of the period. What is of one kind at one point is told together."""
    parts, grain = cutting.buckets(period), cutting.grain(period.days)
    places = {cutting.first_of(part.start, grain): index for index, part in enumerate(parts)}
    together: dict[tuple[int, str], list[Happening]] = {}
    for code, each in happenings(member, period, codes, query):
        at = places.get(cutting.first_of(max(each.day, period.start), grain))
        if at is not None:
            together.setdefault((at, code), []).append(each)
    return [mark(at, code, found) for (at, code), found in together.items()][:MOST]


def mark(at: int, code: str, found: Sequence[Happening]) -> charts.Mark:
    label = found[0].label
    if len(found) > 1:
        label = ngettext("%(first)s and %(many)d other", "%(first)s and %(many)d others", len(found) - 1) % {
            "first": label,
            "many": len(found) - 1,
        }
    return charts.Mark(at, label, found[0].url, _declared[code].icon)


# ── Those of listening and of the floors below ───────────────────────────────────────────────────────────────────────
def noted(member: Member, period: Period, query: Query | None) -> list[Happening]:
    rows = Annotation.objects.filter(workspace=member.workspace, removed_at=None, day__range=(period.start, period.end))
    rows = rows.filter(Q(query=None) | Q(query=query)) if query else rows
    return [Happening(row.day, row.text) for row in rows.order_by("day", "pk")[: 4 * MOST]]


def published(member: Member, period: Period, query: Query | None) -> list[Happening]:
    start, end = period.bounds(member.workspace)
    posts = Post.objects.filter(workspace=member.workspace, removed_at=None, status=Post.Status.PUBLISHED)
    found = posts.filter(publish_at__gte=start, publish_at__lt=end).order_by("publish_at").values_list("pk", "title", "publish_at")
    zone, slug = member.workspace.tz, member.workspace.slug
    return [Happening(at.astimezone(zone).date(), title, reverse("post", args=[slug, pk])) for pk, title, at in found[:500] if at]


def moments(member: Member, period: Period, query: Query | None) -> list[Happening]:
    return [Happening(band.start, band.name) for band in bands.between(member, period.start, period.end) if band.start >= period.start]


declare("note", _("Notes"), "pencil", noted, usual=True)
declare("post", _("Posts"), "send", published)
declare("moment", _("Moments"), "star", moments)

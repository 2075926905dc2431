"""What waits for people: each figure opens the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Count, Min, Q
from django.urls import NoReverseMatch, reverse
from django.utils.formats import time_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.core import clock
from diapason.editorial.access import posts
from diapason.editorial.models import Post
from diapason.inbox import figures, goals
from diapason.publishing.models import Delivery
from diapason.publishing.states import TROUBLE
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member

# How long before an access ends we begin to say so.
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One figure, the sentence under it, the list that it opens; `tone` is bad where it cannot wait."""

    label: str
    count: int
    note: str
    url: str
    tone: str = ""


def waiting(member: Member, now: datetime) -> list[Waiting]:
    """What this role can do something about, in the order of urgency of the job. At most one query each."""
    kinds: list[tuple[str, Callable[[Member, datetime], Waiting]]] = [
        ("inbox.view", to_answer),
        ("post.review", to_approve),
        ("delivery.decide", to_verify),
        ("space.connect", to_renew),
        ("post.write", to_write),
    ]
    found = [make(member, now) for permission, make in kinds if member.can(permission)]
    return found[:4]


def address(name: str, member: Member, query: str = "") -> str:
    """The list behind a figure; empty while no app gives it."""
    try:
        return reverse(name, args=[member.workspace.slug]) + query
    except NoReverseMatch:
        return ""


def to_answer(member: Member, now: datetime) -> Waiting:
    count, oldest = figures.to_answer(member)
    note = _("the oldest has waited for %(time)s") % {"time": goals.how_long(oldest)} if oldest else _("everybody has an answer")
    late = oldest is not None and goals.goal_of(member.workspace).tone(oldest) == "bad"
    return Waiting(_("To answer"), count, note, address("inbox", member), "warn" if late else "")


def to_approve(member: Member, now: datetime) -> Waiting:
    found = posts(member).filter(status=Post.Status.IN_REVIEW)
    tonight = now.astimezone(member.workspace.tz).replace(hour=23, minute=59)
    today = Q(approval_due__lte=tonight)
    sums = found.aggregate(every=Count("pk"), today=Count("pk", filter=today), next=Min("approval_due", filter=today))
    note = approval_note(sums["every"], sums["today"], cast("datetime | None", sums["next"]), member, now)
    late = sums["next"] is not None and sums["next"] < now
    return Waiting(_("To approve"), sums["every"], note, address("posts", member, "?status=in_review"), "warn" if late else "")


def approval_note(every: int, today: int, first: datetime | None, member: Member, now: datetime) -> str:
    if not every:
        return _("nothing waits for approval")
    if not first:
        return _("none is due today")
    if first < now:
        return ngettext("%(count)d is late", "%(count)d are late", today) % {"count": today}
    hour = time_format(first.astimezone(member.workspace.tz), "H:i")
    return ngettext("%(count)d before %(hour)s", "%(count)d today, the first before %(hour)s", today) % {"count": today, "hour": hour}


def to_verify(member: Member, now: datetime) -> Waiting:
    found = Delivery.objects.filter(workspace=member.workspace, state__in=TROUBLE).order_by("-due_at")
    rows = list(found.values_list("space__name", "state")[:100])  # what they publish is long, and not said here
    note = _("all posts went out as planned")
    if rows:
        name, state = rows[0]
        note = f"{name} : {Delivery.State(state).label}" if len(rows) == 1 else trouble([name for name, _state in rows])
    return Waiting(_("Deliveries to verify"), len(rows), note, address("deliveries", member), "bad" if rows else "")


def trouble(spaces_of: list[str]) -> str:
    names = list(dict.fromkeys(spaces_of))
    return ", ".join(names[:2]) + ("…" if len(names) > 2 else "")


def to_renew(member: Member, now: datetime) -> Waiting:
    ending = Q(expires_at__lte=now + SOON) | Q(state=Space.State.NEEDS_RECONNECT)
    rows = list(spaces(member).filter(ending).order_by("expires_at"))
    lost = [row for row in rows if row.state == Space.State.NEEDS_RECONNECT or (row.expires_at and row.expires_at <= now)]
    if lost:
        note = _("%(space)s is to be reconnected") % {"space": lost[0]}
    elif rows and rows[0].expires_at:
        note = _("%(space)s, in %(time)s") % {"space": rows[0], "time": timeuntil(rows[0].expires_at, clock.now(), depth=1)}
    else:
        note = _("every access is valid")
    return Waiting(_("Accesses that expire"), len(rows), note, address("spaces", member), "bad" if lost else "")


def to_write(member: Member, now: datetime) -> Waiting:
    mine = posts(member).filter(assignee=member.person, status__in=[Post.Status.IDEA, Post.Status.DRAFT, Post.Status.CHANGES])
    sums = mine.aggregate(every=Count("pk", distinct=True), next=Min("writing_due"))
    due = sums["next"]
    note = (
        _("nothing is due")
        if due is None
        else _("late")
        if due < now
        else _("the next in %(time)s") % {"time": timeuntil(due, now, depth=1)}
    )
    tone = "warn" if due and due < now else ""
    return Waiting(_("To write"), sums["every"], note, address("posts", member, "?assignee=me&status=to_write"), tone)

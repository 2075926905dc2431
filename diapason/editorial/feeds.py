"""The editorial calendar as an iCalendar feed, at an address that only one person knows."""

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from diapason.core import clock
from diapason.editorial.access import posts
from diapason.editorial.models import CalendarFeed, Post
from diapason.editorial.planner import bands, entries, places
from diapason.editorial.planner.filters import Filters
from diapason.editorial.planner.spans import DAY, Span
from diapason.workspaces import events
from diapason.workspaces.members import Member, member_of

PAST, TO_COME = timedelta(days=90), timedelta(days=400)
MOST = 5_000  # posts of one feed: calendar applications give up on more
MOST_DUE = 20  # deadlines of one day and kind
SHOWN_FOR = timedelta(minutes=30)  # how long an instant lasts in a calendar
SURE = {Post.Status.PLANNED, Post.Status.PUBLISHED}


# ── The secret address ───────────────────────────────────────────────────────────────────────────────────────────────
def own(member: Member) -> CalendarFeed | None:
    """The address that this person has for this brand."""
    return CalendarFeed.objects.filter(workspace=member.workspace, person=member.person, revoked_at=None).order_by("-id").first()


@transaction.atomic
def create(member: Member) -> CalendarFeed:
    """A new address; the former one stops working."""
    if member.person is None:
        raise PermissionDenied("a guest has no calendar application here")
    former = own(member)
    if former:
        revoke(member, former)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(workspace=member.workspace, person=member.person, token_hash=digest(token), token={"token": token})
    events.record(member, "feed.created", feed)
    return feed


@transaction.atomic
def revoke(member: Member, feed: CalendarFeed) -> None:
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    events.record(member, "feed.revoked", feed)


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def url(feed: CalendarFeed) -> str:
    return settings.PUBLIC_URL + reverse("calendar_feed", args=[feed.token["token"]])


def find(token: str) -> tuple[CalendarFeed, Member]:
    """The feed of that token and its reader. Raises Http404 when it was revoked, or when the person left the brand."""
    feed = CalendarFeed.objects.select_related("workspace", "person").filter(token_hash=digest(token), revoked_at=None).first()
    if feed is None or not feed.person.is_active:
        raise Http404
    member = member_of(feed.person, feed.workspace.slug)
    if not member.can("calendar.view"):
        raise Http404
    return feed, member


# ── What it says ─────────────────────────────────────────────────────────────────────────────────────────────────────
def render(member: Member) -> bytes:
    """The calendar from three months back to thirteen ahead, in the language of the person. The same content is the same bytes."""
    language = member.person.language if member.person else member.workspace.language
    today = member.workspace.today
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Diapason//Editorial calendar//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("%(brand)s: editorial calendar") % {"brand": member.workspace.name})
        calendar.add("refresh-interval;value=duration", "PT1H")
        for event in components(member, today - PAST, today + TO_COME):
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def components(member: Member, start: date, end: date) -> Iterator[Event]:
    span = Span("list", start, start, end)
    begin, until = span.moments(member.workspace.tz)
    listed = posts(member).exclude(status=Post.Status.CANCELLED).filter(publish_at__gte=begin, publish_at__lt=until)
    for post in listed.select_related("objective").order_by("publish_at", "id")[:MOST]:
        yield of_post(member, post)
    days = entries.deadlines(member, Filters(), span, cap=MOST_DUE)
    for due in (each for day in days.values() for each in day.listed):
        yield of_deadline(member, due)
    for band in bands.between(member, start, end):
        yield of_moment(band)


def of_post(member: Member, post: Post) -> Event:
    at = post.publish_at or clock.now()
    said = [_("Status: %(status)s") % {"status": post.get_status_display()}]
    if post.objective:
        said.append(_("Objective: %(objective)s") % {"objective": post.objective})
    event = instant(f"post-{post.pk}", at, post.title, post.updated_at)
    event.add("sequence", post.revision)
    event.add("status", "CONFIRMED" if post.status in SURE else "TENTATIVE")
    event.add("description", "\n".join([*said, "", post.text[:1000]]).strip())
    event.add("url", settings.PUBLIC_URL + places.post_url(member.workspace.slug, post.pk))
    return event


def of_deadline(member: Member, due: entries.Deadline) -> Event:
    words = _("To write: %(title)s") if due.kind == "writing" else _("To approve: %(title)s")
    event = instant(f"post-{due.id}-{due.kind}", due.at, words % {"title": due.title}, due.at)
    event.add("url", settings.PUBLIC_URL + places.post_url(member.workspace.slug, due.id))
    return event


def of_moment(band: bands.Band) -> Event:
    event = Event()
    event.add("uid", uid(f"moment-{band.key}-{band.start:%Y%m%d}"))
    event.add("dtstamp", datetime(band.start.year, 1, 1, tzinfo=UTC))
    event.add("dtstart", band.start)
    event.add("dtend", band.end + DAY)
    event.add("summary", band.name)
    event.add("categories", [band.kind_label])
    event.add("transp", "TRANSPARENT")
    return event


def instant(name: str, at: datetime, summary: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid(name))
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", at.astimezone(UTC))
    event.add("dtend", at.astimezone(UTC) + SHOWN_FOR)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.PUBLIC_URL).hostname}"


def etag(body: Any) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'

"""Digests leave in the morning of their readers, each once: the row that says so and the message are of one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from diapason.core import clock
from diapason.core.jobs import in_thread
from diapason.listening.digests import gathering
from diapason.listening.digests.gathering import Digest
from diapason.listening.models import Issue, Subscription
from diapason.workspaces import events, mail
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person
from diapason.workspaces.periods import Period, last_days, week_of
from diapason.workspaces.permissions import MATRIX

HOUR = 7  # of the reader's own clock
STALE = timedelta(days=2)  # after which a digest is no news any more
SALT = "listening.digest"
Rhythm = Subscription.Rhythm


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def of(member: Member) -> Subscription | None:
    return Subscription.objects.filter(workspace=member.workspace, person=member.person).first()


@transaction.atomic
def subscribe(member: Member, rhythm: str, *, even_quiet: bool) -> Subscription:
    held, made = Subscription.objects.get_or_create(
        workspace=member.workspace, person=member.person, defaults={"since": clock.now(), "rhythm": rhythm, "even_quiet": even_quiet}
    )
    if not made:
        if held.stopped_at or held.rhythm != rhythm:
            held.since = clock.now()  # what was due before is not sent late
        held.rhythm, held.even_quiet, held.stopped_at = rhythm, even_quiet, None
        held.save()
    events.record(member, "digest.subscribed", held, rhythm=rhythm)
    return held


@transaction.atomic
def unsubscribe(held: Subscription) -> None:
    if Subscription.objects.filter(pk=held.pk, stopped_at=None).update(stopped_at=clock.now()):
        events.record(Member(held.workspace, "reader", person=held.person), "digest.stopped", held)


def token_of(held: Subscription) -> str:
    return signing.dumps([held.pk, held.person_id], salt=SALT)


def of_token(token: str) -> Subscription | None:
    """It has no end: an old message must still let its reader go."""
    try:
        pk, person = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscription.objects.select_related("workspace", "person").filter(pk=pk, person=person).first()


# ── Sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def due(held: Subscription, now: datetime) -> Period | None:
    """The day or the week that is over, from the morning after it; None before that, when it is no news any more, or when it was over
    before the subscription."""
    person, workspace = held.person, held.workspace
    zone = clock.zone(person.time_zone) if person.time_zone else workspace.tz
    day = (now.astimezone(zone).replace(tzinfo=None) - timedelta(hours=HOUR)).date()
    period = week_of(day).previous if held.rhythm == Rhythm.WEEKLY else last_days(day - timedelta(days=1), 1)
    end = period.bounds(workspace)[1]
    return period if held.since < end <= now <= end + STALE else None


def wanted() -> Iterator[Subscription]:
    """Of people who are still of the team, with a role that may listen."""
    roles = MATRIX["listening.view"][1]
    rows = Subscription.objects.filter(stopped_at=None, person__is_active=True).select_related("workspace", "person")
    for held in rows.order_by("workspace_id", "pk"):
        if held.person.memberships.filter(workspace=held.workspace, role__in=roles).exists():
            yield held


@dataclass(slots=True)
class Desk:
    """Gathers each digest once for all who read it in one language."""

    known: dict[tuple[int, Period, str], Digest]

    def digest(self, held: Subscription, period: Period) -> Digest:
        key = (held.workspace_id, period, held.person.language)
        if key not in self.known:
            self.known[key] = gathering.gather(held.workspace, period)
        return self.known[key]


def send_due(now: datetime) -> int:
    """Hands over every digest that is due. Safe to run again, and in several workers. Returns how many e-mails."""
    desk, sent = Desk({}), 0
    for held in wanted():
        period = due(held, now)
        if period and not Issue.objects.filter(subscription=held, rhythm=held.rhythm, start=period.start).exists():
            with translation.override(held.person.language), timezone.override(held.workspace.tz):
                sent += send(held, period, desk.digest(held, period), now)
    return sent


def send(held: Subscription, period: Period, digest: Digest, now: datetime) -> bool:
    silent = digest.empty and not held.even_quiet
    try:
        with transaction.atomic():
            Issue.objects.create(subscription=held, rhythm=held.rhythm, start=period.start, empty=silent, at=now)
            if not silent:
                put(held.person, digest, leaving(held))
    except IntegrityError:  # another worker has just sent it
        return False
    return not silent


def put(person: Person, digest: Digest, unsubscribe: str) -> None:
    context = {"digest": digest, "slug": digest.workspace.slug, "unsubscribe": unsubscribe, "brand": digest.workspace.name}
    headers = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail.send(person, "digest", context, workspace=digest.workspace, headers=headers)


def leaving(held: Subscription) -> str:
    return f"{settings.PUBLIC_URL}{reverse('digest_leaving', args=[token_of(held)])}"


@app.periodic(cron="*/10 * * * *")
@app.task(name="listening.send_digests", queueing_lock="listening:digests")
@in_thread
def send_digests(timestamp: int) -> None:
    """Often, because each reader has their own morning; each digest leaves once all the same."""
    send_due(clock.now())

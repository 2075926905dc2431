"""Feeds that a hub tells of as they change (WebSub, https://www.w3.org/TR/websub/).

A hub only hastens the next reading: what it says is not taken in from it, so that a word which is lost, late, twice or false costs
nothing. While a hub tells, its feed is read four times less often; when it stops, at its usual hours again.
"""

import hashlib
import hmac
import ipaddress
import logging
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx2
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from diapason.core import clock, http
from diapason.core.crypto import Sealed
from diapason.listening.mentions import host_of
from diapason.listening.models import HubSubscription, Source
from diapason.listening.sources import hosts, managing

log = logging.getLogger(__name__)

ASKED_FOR = timedelta(days=10)
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=30)  # a lease that is taken for what it says
PATIENCE = timedelta(hours=1)  # that a hub may take to come back
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(days=2)
SLOWER = 4  # times, while a hub tells
SECONDS = 20
METHODS = {"sha1", "sha256", "sha384", "sha512"}


# ── Which ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def note(source: Source, hub: str, topic: str) -> None:
    """A feed names a hub, or none any more. In the transaction of its reading."""
    known = HubSubscription.objects.filter(source=source)
    if not hub or not can_be_reached():
        known.delete()
    elif not known.filter(hub=hub, topic=topic).exists():
        known.delete()
        HubSubscription.objects.create(
            source=source,
            hub=hub,
            topic=topic,
            token=secrets.token_urlsafe(32),
            secret=Sealed(key=secrets.token_hex(32)),
            next_at=clock.now(),
        )


def can_be_reached() -> bool:
    """Whether a hub could come to us: not to an installation without a public name."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        return http.is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".test", ".internal"))


def tells(source: Source) -> bool:
    return HubSubscription.objects.filter(source=source, verified_at__isnull=False, expires_at__gt=clock.now()).exists()


def due(now: datetime, most: int = 50) -> list[int]:
    rows = HubSubscription.objects.filter(next_at__lte=now, source__removed_at=None, source__paused_at=None)
    return [*rows.order_by("next_at").values_list("pk", flat=True)[:most]]


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def ask(subscription_id: int) -> bool:
    """Asks the hub to tell us, or to go on; whether it says that it will come back."""
    found = HubSubscription.objects.filter(pk=subscription_id, next_at__lte=clock.now()).first()
    host = host_of(found.hub) if found else ""
    if found is None or not hosts.claim(host):
        return False
    try:
        # Before the question: a hub may come back while we still wait for its answer.
        now, silent = clock.now(), found.asked_at is not None  # it said that it would come, and did not
        wait = max(PATIENCE, waiting(found.failures) if silent else PATIENCE)
        HubSubscription.objects.filter(pk=found.pk).update(asked_at=now, next_at=now + wait, failures=found.failures + silent)
        status, words = async_to_sync(posted)(found)
    except (http.Refused, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        status, words = 0, type(error).__name__
    finally:
        hosts.leave(host)
    if 200 <= status < 300:
        return True
    put_off(found, f"HTTP {status}: {words}" if status else words)
    return False


async def posted(found: HubSubscription) -> tuple[int, str]:
    form = {
        "hub.callback": settings.PUBLIC_URL + reverse("hub", args=[found.token]),
        "hub.mode": "subscribe",
        "hub.topic": found.topic,
        "hub.lease_seconds": str(int(ASKED_FOR.total_seconds())),
        "hub.secret": found.secret["key"],
    }
    async with http.client(timeout=SECONDS) as session, session.stream("POST", found.hub, data=form) as response:
        body = await http.read(response, 100_000)
        return response.status_code, body[:200].decode("utf-8", "replace").replace("\0", "")


def put_off(found: HubSubscription, why: str) -> None:
    """Asked again later each time; the feed is read at its hours meanwhile."""
    again = clock.now() + waiting(found.failures)
    HubSubscription.objects.filter(pk=found.pk).update(failures=F("failures") + 1, error=why[:300], asked_at=None, next_at=again)


def waiting(failures: int) -> timedelta:
    return min(FIRST_WAIT * int(2 ** min(failures, 12)), LONGEST_WAIT)


# ── Being asked ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def verified(token: str, mode: str, topic: str, lease: str) -> bool:
    """A hub asks whether we meant it (section 5.3). Whether we did."""
    found = HubSubscription.objects.select_for_update(of=("self",)).filter(token=token, topic=topic).first()
    if found is None or mode != "subscribe" or found.asked_at is None or not wanted(found):
        return False
    now = clock.now()
    given = timedelta(seconds=int(lease)) if lease.isascii() and lease.isdigit() and len(lease) < 12 else ASKED_FOR
    found.verified_at, found.expires_at = now, now + min(max(given, SHORTEST), LONGEST)
    found.next_at = now + (found.expires_at - now) * 0.9
    found.asked_at, found.failures, found.error = None, 0, ""
    found.save()
    return True


def denied(token: str, topic: str, reason: str) -> bool:
    """A hub says that it will not, or no longer (section 5.2). Whether we know what it speaks of."""
    found = HubSubscription.objects.filter(token=token, topic=topic).first()
    if found is None:
        return False
    HubSubscription.objects.filter(pk=found.pk).update(verified_at=None, expires_at=None)
    put_off(found, reason.replace("\0", "") or "The hub refused.")
    return True


def wanted(found: HubSubscription) -> bool:
    return Source.objects.filter(pk=found.source_id, removed_at=None).exists()


# ── Being told ───────────────────────────────────────────────────────────────────────────────────────────────────────
def listening(token: str) -> HubSubscription | None:
    """What we still want to be told of; None for what is over or was never asked."""
    found = HubSubscription.objects.select_related("source").filter(token=token, expires_at__gt=clock.now()).first()
    return found if found and found.source.removed_at is None else None


def told(found: HubSubscription, signature: str, body: bytes) -> bool:
    """News, if it is signed as we agreed: the feed is read in the next seconds. Whether it was."""
    if not signed(found.secret["key"], signature, body):
        log.info("A hub told of source %s without the signature agreed", found.source_id)
        return False
    HubSubscription.objects.filter(pk=found.pk).update(told_at=clock.now())
    managing.hasten(found.source)
    return True


def signed(key: str, signature: str, body: bytes) -> bool:
    """`method=hexadecimal` (section 7.1)."""
    method, _, given = signature.partition("=")
    if method.lower() not in METHODS:
        return False
    expected = hmac.new(key.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(expected, given.strip().lower()) if given.isascii() else False

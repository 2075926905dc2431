"""Telling alerts to people where they are: each network that can say things to them, by severity and working hours.

A word is on disk before it leaves. One that may have been said is said again only where the network recognises its key; the others are
left: the same alert is on the screen and in the mail box anyway.
"""

import asyncio
import logging
from datetime import datetime, timedelta

import httpx2
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.alerts.models import Alert, Channel, Word
from diapason.core import clock, http
from diapason.core.crypto import Sealed
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, RateLimited, Unknown
from diapason.networks.base.registry import Network
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member

log = logging.getLogger(__name__)

RANKS = {severity: rank for rank, severity in enumerate(Alert.Severity)}
LEASE = timedelta(minutes=2)
LONGEST = 30.0  # seconds of one call
TRIES = 6
AT_ONCE = 20
KEPT = timedelta(days=30)
AGAIN = ("temporary", "rate_limited")


def networks() -> list[Network]:
    """Those through which people can be told things."""
    return [network for network in registry.networks().values() if network.can("tell")]


def of(member: Member) -> list[Channel]:
    return list(Channel.objects.filter(workspace=member.workspace, removed_at=None))


# ── Which words, and when ────────────────────────────────────────────────────────────────────────────────────────────
def queue(alert: Alert, sentence: str, now: datetime, *, pressing: bool) -> int:
    """In the transaction of what happened: a word for each channel that wants it now; how many. What is not pressing is told at the
    beginning of the working day, as by e-mail."""
    chosen = [each for each in Channel.objects.filter(workspace=alert.workspace, removed_at=None) if wants(each, alert, pressing)]
    address = settings.PUBLIC_URL + reverse("alert", args=[alert.workspace.slug, alert.pk])
    text = f"{alert.workspace.name} · {sentence}\n{address}"
    Word.objects.bulk_create(Word(channel=each, alert=alert, text=text, at=now, next_at=now) for each in chosen)
    return len(chosen)


def wants(channel: Channel, alert: Alert, pressing: bool) -> bool:
    return RANKS[Alert.Severity(alert.severity)] >= RANKS[Alert.Severity(channel.least)] and (pressing or channel.always)


# ── Saying them ──────────────────────────────────────────────────────────────────────────────────────────────────────
def say_due() -> int:
    """What the worker does again and again; how many words were said."""
    return sum(say(pk) for pk in claim())


@transaction.atomic
def claim() -> list[int]:
    """Words that are due, held until their lease ends. What may have been said where no key is known is not said again."""
    now = clock.now()
    rows = Word.objects.select_for_update(skip_locked=True, of=("self",)).select_related("channel").filter(next_at__lte=now)
    mine: list[Word] = []
    for word in rows.order_by("next_at", "id")[:AT_ONCE]:
        lost = word.begun_at is not None and not keyed(word.channel)
        word.next_at = None if lost or word.channel.removed_at else now + LEASE
        word.begun_at, word.tries = word.begun_at or now, word.tries + 1
        word.save(update_fields=["next_at", "begun_at", "tries"])
        if word.next_at:
            mine.append(word)
    return [word.pk for word in mine]


def keyed(channel: Channel) -> bool:
    network = registry.networks().get(channel.network)
    return bool(network and network.manifest.tell.get("keyed"))


def say(pk: int) -> bool:
    word = Word.objects.select_related("channel__workspace").get(pk=pk)
    try:
        asyncio.run(speak(word.channel, word.text, str(word.key)))
    except NetworkError as error:
        settle(word, error)
        return False
    except Exception as error:
        log.exception("Word %s could not be said", pk)
        settle(word, Unknown(type(error).__name__))
        return False
    now = clock.now()
    Word.objects.filter(pk=pk).update(next_at=None, said_at=now)
    Channel.objects.filter(pk=word.channel_id).update(said_at=now, error="", error_code="")
    return True


async def speak(channel: Channel, text: str, key: str) -> None:
    """Raises one of the five words."""
    network = registry.get(channel.network)
    async with client() as session:
        link = Connection(channel.base_url, session, credentials=channel.secrets)
        try:
            async with asyncio.timeout(LONGEST):
                await network.tell.tell(link, text, key)
        except TimeoutError as error:
            raise Unknown("The network did not answer in time.") from error


async def greet(network: Network, base_url: str, secrets: dict[str, str]) -> str:
    """What the network calls whom it would reach. Raises one of the five words for what was typed wrong."""
    async with client() as session, asyncio.timeout(LONGEST):
        return str(await network.tell.greet(Connection(base_url, session, credentials=Sealed(secrets))))[:200]


def client() -> httpx2.AsyncClient:
    return http.client()


@transaction.atomic
def settle(word: Word, error: NetworkError) -> None:
    """What was surely not said is said later; of the rest, only what the network recognises by its key."""
    channel = Channel.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=word.channel_id)
    again = (error.word in AGAIN or (error.word == "unknown" and keyed(channel))) and word.tries < TRIES
    known: dict[str, object] = {"next_at": clock.now() + wait(word.tries, error) if again else None}
    if error.word in AGAIN:
        known["begun_at"] = None  # nothing was said
    Word.objects.filter(pk=word.pk).update(**known)
    first = not channel.error
    channel.error, channel.error_code = (error.detail or error.word)[:300], error.code
    channel.save(update_fields=["error", "error_code"])
    if first and not again:
        people = notices.holders(channel.workspace, "listening.write")
        url = reverse("channels", args=[channel.workspace.slug])
        notices.tell(channel.workspace, people, "alert.channel_failed", url=url, subject=channel, channel=channel.name)


def wait(tries: int, error: NetworkError) -> timedelta:
    if isinstance(error, RateLimited) and error.until:
        return max(error.until - clock.now(), timedelta(seconds=1))
    return timedelta(seconds=min(5 * 2**tries, 300))


def forget() -> None:
    """What was said long ago."""
    Word.objects.filter(next_at=None, at__lt=clock.now() - KEPT).delete()


# ── Channels ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add(member: Member, network: Network, base_url: str, secrets: dict[str, str], name: str, least: str, *, always: bool) -> Channel:
    made = Channel.objects.create(
        workspace=member.workspace, network=network.slug, base_url=base_url, secrets=Sealed(secrets), name=name, least=least, always=always,
        created_by=member.person,
    )  # fmt: skip
    events.record(member, "alert.channel_added", made)
    return made


@transaction.atomic
def change(member: Member, channel: Channel, least: str, *, always: bool) -> None:
    channel.least, channel.always = least, always
    channel.save(update_fields=["least", "always"])
    events.record(member, "alert.channel_changed", channel)


@transaction.atomic
def remove(member: Member, channel: Channel, *, restore: bool = False) -> None:
    channel.removed_at = None if restore else clock.now()
    channel.save(update_fields=["removed_at"])
    events.record(member, "alert.channel_restored" if restore else "alert.channel_removed", channel)


@transaction.atomic
def try_out(member: Member, channel: Channel) -> Word:
    """A word that says only that it works."""
    with translation.override(member.workspace.language):
        text = _("%(brand)s: alerts will be told here. This is a trial by %(name)s.") % {"brand": member.workspace, "name": member.name}
    now = clock.now()
    return Word.objects.create(channel=channel, text=text, at=now, next_at=now)

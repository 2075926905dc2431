"""The whole text of articles. A feed announces them, often in two lines: what the brand listens for may stand in the tenth.

An entry waits here while its page is asked for; the place of the feed and what waits are one transaction, and so are the mention and the
end of the waiting: nothing is lost, nothing comes in twice. After PATIENCE it is heard as the feed gave it, with the reason.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.db import transaction

from diapason.core import clock, http
from diapason.listening import pipeline
from diapason.listening.mentions import Mention, host_of
from diapason.listening.models import Article, Source
from diapason.listening.sources import hearing, hosts, managing
from diapason.listening.sources.web import fetching, reasons
from diapason.listening.store import store
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=15)
TRIES = 3
AGAIN = timedelta(minutes=2)
OLD = timedelta(days=30)  # what was written before is not asked for: a feed met for the first time may go back ten years
GIVEN = range(2_000, 4_900)  # letters of an entry that is the article already; a longer one may have been cut by the feed's reader
LEAST = 200  # letters of a text worth keeping in place of the feed's
OF_ONE_HOST = 20  # articles of one site that a job asks for, and the seconds that it stays there
AT_ONCE = 100  # that are heard together when their time is over
KEPT = ("key", "title", "text", "kind", "url", "language", "country", "author", "author_name", "author_handle", "data")


# ── Waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def parted(source: Source, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Those to hear now, and those whose page is asked for first."""
    if not source.reads_articles or not managing.has_articles(source):
        return list(mentions), []
    known = {each.id for each in store().get(source.workspace_id, [each.id for each in mentions])}
    oldest = clock.now() - OLD
    waits = {each.id for each in mentions if each.url and each.id not in known and len(each.text) not in GIVEN and each.said_at > oldest}
    return [each for each in mentions if each.id not in waits], [each for each in mentions if each.id in waits]


def put(source: Source, mentions: Sequence[Mention]) -> None:
    """In the caller's transaction. One that waits already goes on waiting."""
    now = clock.now()
    rows = [
        Article(
            workspace_id=source.workspace_id,
            source=source,
            key=each.key,
            url=each.url,
            host=host_of(each.url)[:255],
            entry=as_entry(each),
            next_at=now,
            created_at=now,
        )
        for each in mentions
    ]
    Article.objects.bulk_create(rows, ignore_conflicts=True)


def as_entry(mention: Mention) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in KEPT} | {"said_at": mention.said_at.isoformat()}


def mention_of(article: Article, reason: str, text: str = "", language: str = "") -> Mention:
    """As it is heard: with its whole text, or with what the feed gave and the reason."""
    known = {field.name for field in fields(Mention)}
    entry = {name: value for name, value in article.entry.items() if name in known}
    entry |= {"said_at": datetime.fromisoformat(entry["said_at"]), "data": {**entry["data"], "page": reason}}
    if reason == reasons.WHOLE:
        entry |= {"text": text.removeprefix(entry["title"]).lstrip(), "language": entry["language"] or language}
    found = Mention(workspace=article.workspace_id, source=article.source_id, **entry)
    found.has = hearing.parts(found, ())
    return found


# ── Which ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def due(now: datetime, most: int = 100) -> dict[str, list[int]]:
    """By site, those that wait longest first; not of sites that are being asked, or asked us to wait."""
    found: dict[str, list[int]] = {}
    rows = Article.objects.filter(next_at__lte=now).exclude(host__in=hosts.busy(now)).order_by("next_at", "id")
    for article, host in rows.values_list("pk", "host")[: most * OF_ONE_HOST]:
        if host in found or len(found) < most:
            found.setdefault(host, []).append(article)
    return {host: articles[:OF_ONE_HOST] for host, articles in found.items()}


def hear_late(now: datetime) -> int:
    """Those whose time is over are heard as their feed gave them; how many."""
    late = [*Article.objects.filter(created_at__lt=now - PATIENCE).order_by("id").values_list("pk", flat=True)[:AT_ONCE]]
    for article in late:
        hear(article, "busy")
    return len(late)


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────
async def read_host(host: str, articles: Sequence[int]) -> int:
    """The articles of one site, one after the other, as its feeds are; how many were heard with their whole text."""
    ends, whole = time.monotonic() + OF_ONE_HOST, 0
    for number, article in enumerate(articles):
        if number:
            await asyncio.sleep(hosts.PAUSE.total_seconds())
        if time.monotonic() > ends or not await sync_to_async(hosts.claim)(host):
            break
        until = None
        try:
            got, until = await read(article)
            whole += got
        finally:
            await sync_to_async(hosts.leave)(host, until)
        if until:
            break
    return whole


async def read(article_id: int) -> tuple[bool, datetime | None]:
    """Whether it was heard with its whole text, and when its site wants us back, if it said so."""
    article = await Article.objects.select_related("source").filter(pk=article_id).afirst()
    if article is None:
        return False, None
    source = article.source
    if source.removed_at or source.paused_at or not source.reads_articles:
        await sync_to_async(hear)(article_id, "")
        return False, None
    try:
        async with http.client() as session:
            page = await fetching.fetch(session, article.url)
        found = await fetching.understood(page, "article")
    except fetching.Moved as moved:
        await sync_to_async(move)(article, moved.url)
        return False, None
    except NetworkError as error:
        await sync_to_async(put_off)(article, error)
        return False, error.until if isinstance(error, RateLimited) else None
    except Exception:  # a page that breaks its reader must not stop the others
        log.exception("Reading article %s", article_id)
        await sync_to_async(hear)(article_id, "too_heavy")
        return False, None
    got = await sync_to_async(hear)(article_id, verdict(article, found), found["text"], found["language"])
    return got, clock.now() + timedelta(seconds=page.delay) if page.delay else None


def verdict(article: Article, found: dict[str, Any]) -> str:
    """Why the text of a page is not kept in place of the feed's; WHOLE where it is."""
    if found["closed"]:
        return str(found["closed"])
    return reasons.WHOLE if len(found["text"]) >= max(LEAST, len(article.entry["text"])) else "short"


def move(article: Article, url: str) -> None:
    """The site that it is on now has its turn. What goes around without end is heard as it is."""
    if article.tries + 1 >= TRIES + fetching.REDIRECTS:
        hear(article.pk, "around")
    else:
        host = host_of(url)[:255]
        Article.objects.filter(pk=article.pk).update(url=url, host=host, tries=article.tries + 1, next_at=clock.now())


def put_off(article: Article, error: NetworkError) -> None:
    """Tried again soon where that may help, within PATIENCE."""
    asked = error.until if isinstance(error, RateLimited) else None
    again = max(asked or clock.now(), clock.now() + AGAIN)
    if isinstance(error, Permanent) or article.tries + 1 >= TRIES or again > article.created_at + PATIENCE:
        hear(article.pk, fetching.reason(error))
    else:
        Article.objects.filter(pk=article.pk).update(tries=article.tries + 1, next_at=again)


@transaction.atomic
def hear(article_id: int, reason: str, text: str = "", language: str = "") -> bool:
    """It is a mention from here on; whether with its whole text. One that somebody else heard meanwhile is left.

    The source is held first, as by whoever reads it.
    """
    source = Source.objects.select_for_update().filter(articles=article_id).first()
    rows = Article.objects.select_for_update(of=("self",)).select_related("workspace")
    article = rows.filter(pk=article_id).first()
    if source is None or article is None:
        return False
    new = pipeline.take_in(article.workspace, [mention_of(article, reason, text, language)]).new
    if new:
        source.brought += len(new)
        source.last_said_at = max(filter(None, [source.last_said_at, new[0].said_at]))
        source.save(update_fields=["brought", "last_said_at"])
    article.delete()
    return reason == reasons.WHOLE

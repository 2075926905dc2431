"""All that is said in public on a server as it is said, or with one tag: its streaming API (WebSocket), through an account.

A stream has no place to go back to: what was said while nobody listened is read from the timeline, from a little before the last status
that was heard, since statuses of other servers are filed by the moment they were written.
https://docs.joinmastodon.org/methods/streaming/
"""

import json
import logging
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from diapason.core import clock
from diapason.networks.base import answers, lines
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Heard
from diapason.networks.base.errors import NetworkError
from diapason.networks.mastodon import client
from diapason.networks.mastodon.converse import message
from diapason.networks.mastodon.search import as_list, rank

log = logging.getLogger(__name__)

PATH = "/api/v1/streaming"
PAGE = 40
MOST = 50  # pages of what was said meanwhile; a server with more has said too much to be read again
OVERLAP = timedelta(minutes=10)
SNOWFLAKE = 10**17  # ids from here on hold their moment: milliseconds, then sixteen bits


async def find(connection: Connection, address: str) -> str:
    """Where the server says that it streams; tried with the account."""
    asked = Connection(address.rstrip("/"), connection.http, connection.credentials)
    try:
        instance = await client.read(asked, "/api/v2/instance")
        with answers.understood(mutation=False):
            base = str(((instance.get("configuration") or {}).get("urls") or {}).get("streaming") or "")
    except NetworkError:
        base = ""  # older servers, and some compatible ones, stream where they are
    parts = urlsplit(asked.base_url)
    own = f"{'ws' if parts.scheme == 'http' else 'wss'}://{parts.netloc}{parts.path}"
    found = (base or own).rstrip("/") + PATH
    async with lines.line(f"{found}?stream=public", headers=signed(connection)):
        return found


def signed(connection: Connection) -> dict[str, str]:
    token = connection.credentials.get("access", "")
    return {"Authorization": f"Bearer {token}"} if token else {}


async def hear(connection: Connection, address: str, words: str, cursor: str) -> AsyncGenerator[Heard]:
    """`cursor` is the newest status that was heard. The line is open before the timeline is read, so that nothing falls between."""
    tag = words.removeprefix("#")
    asked = f"stream=hashtag&tag={quote(tag, safe='')}" if tag else "stream=public"
    async with lines.line(f"{address}?{asked}", headers=signed(connection)) as line:
        place = cursor
        if cursor:
            async for heard in meanwhile(connection, tag, cursor):
                place = heard.cursor
                yield heard
        async for event in line:
            heard = read(connection, event, place)
            place = heard.cursor
            yield heard


async def meanwhile(connection: Connection, tag: str, cursor: str) -> AsyncGenerator[Heard]:
    """What the timeline has from a little before `cursor`, oldest first."""
    place, after = cursor, before(cursor)
    path = f"/api/v1/timelines/tag/{quote(tag, safe='')}" if tag else "/api/v1/timelines/public"
    for _ in range(MOST):
        statuses = as_list(await client.read(connection, path, limit=PAGE, min_id=after))
        with answers.understood(mutation=False):
            ordered = sorted(statuses, key=lambda status: rank(str(status["id"])))
        for status in ordered:
            after = str(status["id"])
            place = max(place, after, key=rank)
            yield of_status(connection, status, place)
        if len(ordered) < PAGE:
            return
    yield Heard(place, clock.now(), missed="outdated_cursor")


def before(cursor: str) -> str:
    """An id a little older, where ids hold their moment; else the same."""
    if cursor.isdigit() and int(cursor) >= SNOWFLAKE:
        milliseconds = (int(cursor) >> 16) - int(OVERLAP.total_seconds() * 1000)
        return str(max(milliseconds, 0) << 16)
    return cursor


def read(connection: Connection, event: str | bytes, cursor: str) -> Heard:
    """What an event says; `unread` where it makes no sense."""
    try:
        told = json.loads(event)
        if told.get("error"):
            return Heard(cursor, unread=True)
        kind, payload = told["event"], told.get("payload")
        if kind == "delete":
            return Heard(cursor, clock.now(), gone=(str(payload),))
        if kind != "update":
            return Heard(cursor, clock.now())
        status = json.loads(payload) if isinstance(payload, str) else payload
        return of_status(connection, status, max(cursor, str(status["id"]), key=rank))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        log.info("An event could not be read", exc_info=True)
        return Heard(cursor, unread=True)


def of_status(connection: Connection, status: dict[str, Any], place: str) -> Heard:
    """A boost says nothing of its own, and only what is public is listened to."""
    if status.get("reblog") or status.get("visibility") != "public":
        return Heard(place, clock.now())
    try:
        return Heard(place, clock.now(), (message(connection, status, str(status["id"]), ""),))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        log.info("A status could not be read", exc_info=True)
        return Heard(place, clock.now(), unread=True)


async def introduce(connection: Connection, address: str, ids: list[str]) -> dict[str, Author]:
    """A status says who wrote it."""
    return {}

"""New items of a feed, as mentions: asked politely, each given once."""

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from diapason.core import clock
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.errors import Permanent
from diapason.networks.feed import client
from diapason.networks.feed.client import Feed

EVERY = 900
MOST_KNOWN = 1000


async def read(connection: Connection, cursor: str) -> Batch:
    """What is new since `cursor`: {"etag", "modified", "known": digests of the items already given, newest first}."""
    place: dict[str, Any] = json.loads(cursor) if cursor else {}
    source = await client.fetch(connection, connection.base_url, etag=place.get("etag", ""), modified=place.get("modified", ""))
    if source.body is None:
        return Batch((), cursor)
    feed = await client.parse(source)
    if feed is None:
        raise Permanent("What is at this address is no longer a feed.", code="unreadable")
    known = place.get("known", [])
    messages = distinct(feed)
    new = [message for message in messages if digest(message.remote_id) not in set(known)]
    kept = [digest(message.remote_id) for message in new] + known
    after = {"etag": source.etag, "modified": source.modified, "known": kept[:MOST_KNOWN]}
    return Batch(tuple(new), json.dumps(after))


def distinct(feed: Feed) -> list[Incoming]:
    """One message for each item; of two items with the same name, the first."""
    found: dict[str, Incoming] = {}
    for item in feed.items:
        message = incoming(item, feed)
        found.setdefault(message.remote_id, message)
    return list(found.values())


def digest(remote_id: str) -> str:
    return hashlib.sha256(remote_id.encode()).hexdigest()[:16]


def incoming(item: dict[str, Any], feed: Feed) -> Incoming:
    identity = remote_id(item)
    host = urlsplit(feed.url).hostname or ""
    return Incoming(
        remote_id=identity,
        kind=Kind.MENTION,
        author=Author(f"{host}/{item['author']}", host, item["author"] or feed.title or host, feed.home),
        text="\n\n".join(part for part in (item["title"], item["text"]) if part),
        html=item["html"],
        sent_at=sent_at(item["at"]),
        url=item["url"],
        thread_id=identity,
        data={"title": item["title"], "tags": item["tags"], "feed": feed.title},
    )


def remote_id(item: dict[str, Any]) -> str:
    """What the feed calls the item, else its address, else its words."""
    given = item["id"] or item["url"]
    if given and len(given) <= 300:
        return str(given)
    words = given or f"{item['title']}\n{item['text']}"
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def sent_at(given: str) -> datetime:
    """Its date; now for none, and for one that has not come."""
    now = clock.now()
    return min(datetime.fromisoformat(given), now) if given else now

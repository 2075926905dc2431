"""New items of a feed, as mentions: asked politely, each given once."""

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
ARTICLES = True  # an entry announces what stands at its address


async def read(connection: Connection, cursor: str) -> Batch:
    """What is new since `cursor`: {"etag", "modified", "known": digests of the items already given that are still in the feed}.

    While items are left for another page, neither date nor tag is kept: the next reading is given the feed again.
    """
    place: dict[str, Any] = json.loads(cursor) if cursor else {}
    source = await client.fetch(connection, connection.base_url, etag=place.get("etag", ""), modified=place.get("modified", ""))
    if source.body is None:
        return Batch((), cursor)
    feed = await client.parse(source, place.get("known", []))
    if feed is None:
        raise Permanent("What is at this address is no longer a feed.", code="unreadable")
    dated = {} if feed.left else {"etag": source.etag, "modified": source.modified}
    messages = tuple(incoming(item, feed) for item in feed.items)
    return Batch(messages, json.dumps({**dated, "known": feed.digests}), more=feed.left > 0, hub=client.hub_of(source, feed))


def incoming(item: dict[str, Any], feed: Feed) -> Incoming:
    identity = item["remote_id"]
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


def sent_at(given: str) -> datetime:
    """Its date; now for none, and for one that has not come."""
    now = clock.now()
    return min(datetime.fromisoformat(given), now) if given else now

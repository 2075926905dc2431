"""What is said in public with some words or a tag, from the index that the account's server asks.

The index is asked by date, and takes posts in with a delay: each reading looks OVERLAP further back than the last one began.
"""

import json
from datetime import datetime, timedelta

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch
from diapason.networks.bluesky import client
from diapason.networks.bluesky.converse import message, root_of

EVERY = 60
PAGE = 100
OVERLAP = timedelta(minutes=15)


async def find(connection: Connection, words: str, cursor: str) -> Batch:
    """`cursor`: {"since": when the last whole reading began, "began": when this one did, "page": the network's own cursor}."""
    place = json.loads(cursor) if cursor else {}
    began = place.get("began") or clock.now().isoformat()
    params = {"q": words, "sort": "latest", "limit": PAGE}
    if since := place.get("since"):
        params["since"] = stamp(datetime.fromisoformat(since) - OVERLAP)
    if page := place.get("page"):
        params["cursor"] = page
    data = await client.read(connection, "app.bsky.feed.searchPosts", **params)
    with answers.understood(mutation=False):
        found = [message(connection, post, root_of(post["uri"], post["record"])) for post in data["posts"]]
        following = str(data.get("cursor") or "")
    more = bool(since and following and found)
    after = {"since": since, "began": began, "page": following} if more else {"since": began}
    return Batch(tuple(each for each in found if not each.ours), json.dumps(after), more)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

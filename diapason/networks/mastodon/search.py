"""What is said in public with some words or a tag, as far as the account's server knows of it.

A server knows the posts of its own accounts and of those that they follow. Words are searched only where it keeps an index of them; a
tag, everywhere.
"""

from typing import Any
from urllib.parse import quote

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Batch
from diapason.networks.mastodon import client
from diapason.networks.mastodon.converse import message

EVERY = 120
PAGE = 40


async def find(connection: Connection, words: str, cursor: str) -> Batch:
    """A page after `cursor` (an id of a status), which is the newest of those that were given."""
    after = {"min_id": cursor} if cursor else {}
    statuses = await tagged(connection, words[1:], after) if words.startswith("#") else await searched(connection, words, after)
    with answers.understood(mutation=False):
        newest = max((str(status["id"]) for status in statuses), key=rank, default=cursor)
        shown = [message(connection, status, str(status["id"]), "") for status in statuses if status["visibility"] == "public"]
    new = sorted((each for each in shown if not each.ours), key=lambda each: rank(each.remote_id))
    return Batch(tuple(new), newest, more=bool(cursor) and len(statuses) >= PAGE and newest != cursor)


async def tagged(connection: Connection, tag: str, after: dict[str, str]) -> list[dict[str, Any]]:
    found = await client.read(connection, f"/api/v1/timelines/tag/{quote(tag, safe='')}", limit=PAGE, **after)
    return as_list(found)


async def searched(connection: Connection, words: str, after: dict[str, str]) -> list[dict[str, Any]]:
    found = await client.read(connection, "/api/v2/search", q=words, type="statuses", limit=PAGE, **after)
    with answers.understood(mutation=False):
        return as_list(found["statuses"])


def as_list(found: Any) -> list[dict[str, Any]]:
    with answers.understood(mutation=False):
        if not isinstance(found, list):
            raise TypeError("a list was expected")
        return found


def rank(remote_id: str) -> tuple[int, str]:
    """Ids are numbers on most servers, and grow with time on all."""
    return len(remote_id), remote_id

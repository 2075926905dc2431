"""Counts that a server shows of our statuses and our account. It gives no reach and no impressions."""

import asyncio
from typing import Any

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Figure
from diapason.networks.base.errors import Permanent
from diapason.networks.base.figures import figures
from diapason.networks.mastodon import client

# Names of ours, and the key of the API that each is read from.
POST_KEYS = {"likes": "favourites_count", "reposts": "reblogs_count", "replies": "replies_count", "quotes": "quotes_count"}
ACCOUNT_KEYS = {"followers": "followers_count", "following": "following_count", "posts": "statuses_count"}
POST_METRICS = tuple(POST_KEYS)
ACCOUNT_METRICS = tuple(ACCOUNT_KEYS)
AT_ONCE = 4


async def posts(connection: Connection, remote_ids: list[str]) -> dict[str, list[Figure]]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(remote_id: str) -> dict[str, Any] | None:
        async with gate:
            try:
                status: dict[str, Any] = await client.read(connection, f"/api/v1/statuses/{remote_id}")
            except Permanent as error:
                if error.code != "not_found":
                    raise
                return None
            return status

    found = await asyncio.gather(*(one(remote_id) for remote_id in remote_ids))
    with answers.understood(mutation=False):
        return {remote_id: figures(status, POST_KEYS, "status") for remote_id, status in zip(remote_ids, found, strict=True) if status}


async def account(connection: Connection) -> list[Figure]:
    data = await client.read(connection, "/api/v1/accounts/verify_credentials")
    with answers.understood(mutation=False):
        return figures(data, ACCOUNT_KEYS, "account")

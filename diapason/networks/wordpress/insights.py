"""The only figure that WordPress itself keeps: visible comments. It counts no views, so there are none here."""

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Figure
from diapason.networks.wordpress import client

POST_METRICS = ("replies",)
ACCOUNT_METRICS: tuple[str, ...] = ()
SOURCE = "WordPress REST API, wp/v2/comments"


async def posts(connection: Connection, remote_ids: list[str]) -> dict[str, list[Figure]]:
    """An article that is gone or back in drafts is absent."""
    shown = await visible(connection, remote_ids)
    return {number: [Figure("replies", await comments(connection, number), SOURCE)] for number in remote_ids if number in shown}


async def visible(connection: Connection, remote_ids: list[str]) -> set[str]:
    found = await client.read(connection, "/wp/v2/posts", include=",".join(remote_ids), per_page=100, _fields="id") if remote_ids else []
    with answers.understood(mutation=False):
        return {str(int(item["id"])) for item in found}


async def comments(connection: Connection, number: str) -> int:
    response = await client.call(connection, "GET", "/wp/v2/comments", params={"post": number, "per_page": 1, "_fields": "id"})
    with answers.understood(mutation=False):
        return int(response.headers["x-wp-total"])


async def account(connection: Connection) -> list[Figure]:
    return []

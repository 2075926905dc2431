"""Counts that the application view shows of our posts and our account. It gives no reach and no impressions."""

from itertools import batched

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Figure
from diapason.networks.base.figures import figures
from diapason.networks.bluesky import client

# Names of ours, and the key of the API that each is read from.
POST_KEYS = {"likes": "likeCount", "reposts": "repostCount", "replies": "replyCount", "quotes": "quoteCount", "bookmarks": "bookmarkCount"}
ACCOUNT_KEYS = {"followers": "followersCount", "following": "followsCount", "posts": "postsCount"}
POST_METRICS = tuple(POST_KEYS)
ACCOUNT_METRICS = tuple(ACCOUNT_KEYS)
AT_ONCE = 25  # `uris` of getPosts


async def posts(connection: Connection, remote_ids: list[str]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for some in batched(remote_ids, AT_ONCE, strict=False):
        data = await client.read(connection, "app.bsky.feed.getPosts", uris=list(some))
        with answers.understood(mutation=False):
            found |= {str(post["uri"]): figures(post, POST_KEYS, "getPosts") for post in data["posts"]}
    return found


async def account(connection: Connection) -> list[Figure]:
    data = await client.read(connection, "app.bsky.actor.getProfile", actor=connection.account_id)
    with answers.understood(mutation=False):
        return figures(data, ACCOUNT_KEYS, "getProfile")

"""Every post of a public forum, the first of a topic and its replies, each with the title of its topic.

https://docs.discourse.org/#tag/Posts/operation/listPosts
"""

from typing import Any
from urllib.parse import urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.markup import to_text
from diapason.networks.base.public import Descent

EVERY = 300
EVERYBODY = True
REGULAR = 1  # a post that people wrote; others say that a topic was closed, and the like
# `before` gives the posts of the fifty numbers up to it (`PostsController#latest`), and those that are not public leave holes.
WINDOW = 50


async def read(connection: Connection, cursor: str) -> Batch:
    at = Descent.read(cursor)
    found = await public.get(connection, "/posts.json", **({"before": at.before} if at.before else {}))
    with answers.understood(mutation=False):
        posts = found["latest_posts"]
        keys = [int(post["id"]) for post in posts]
        lowest = at.before - WINDOW if at.before else None
        after, more = at.after(keys, lowest=lowest, end=bool(at.before) and at.before <= WINDOW)
        new = [incoming(connection, post) for post in posts if int(post["id"]) > at.done and is_shown(post)]
    return Batch(tuple(reversed(new)), after.write(), more)


def is_shown(post: dict[str, Any]) -> bool:
    return post.get("post_type", REGULAR) == REGULAR and not (post.get("hidden") or post.get("deleted_at") or post.get("user_deleted"))


def incoming(connection: Connection, post: dict[str, Any]) -> Incoming:
    base, topic = connection.base_url.rstrip("/"), int(post["topic_id"])
    host, username = urlsplit(base).hostname or "", str(post["username"])
    title = str(post["topic_title"])
    number = int(post["post_number"])
    return Incoming(
        remote_id=str(post["id"]),
        kind=Kind.COMMENT if number > 1 else Kind.MENTION,
        author=Author(f"{host}/{username}", username, str(post.get("name") or username), f"{base}/u/{username}"),
        text=f"{title}\n\n{to_text(str(post['cooked']))}",
        sent_at=public.moment(str(post["created_at"])),
        url=f"{base}/t/{post['topic_slug']}/{topic}/{number}",
        html=str(post["cooked"]),
        thread_id=str(topic),
        parent_id=f"{topic}/{post.get('reply_to_post_number') or 1}" if number > 1 else "",
        data={"title": title, "kind": "comment" if number > 1 else "thread"},
    )

"""Every post of a public forum, the first of a topic and its replies, each with the title of its topic.

https://docs.nodebb.org/api/read/#tag/posts/paths/~1api~1recent~1posts~1%7Bterm%7D/get
"""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.markup import to_text
from diapason.networks.base.public import Descent

EVERY = 300
EVERYBODY = True
PAGE = 20
LATE = int(timedelta(hours=1).total_seconds() * 1000)  # posts of other servers come after they were written


async def read(connection: Connection, cursor: str) -> Batch:
    """Posts are known by their time, in milliseconds: those of other servers have addresses for numbers."""
    at = Descent.read(cursor)
    found = await public.get(connection, "/api/recent/posts", page=at.page)
    with answers.understood(mutation=False):
        posts = found if isinstance(found, list) else found["posts"]
        keys = [at_of(post) for post in posts]
        after, more = at.after(keys, end=len(posts) < PAGE, lowest=min(keys, default=0))
        new = [incoming(connection, post) for post in posts if at_of(post) > at.done - LATE and not post.get("deleted")]
    return Batch(tuple(reversed(new)), after.write(), more)


def at_of(post: dict[str, Any]) -> int:
    return int(public.moment(str(post["timestampISO"])).timestamp() * 1000)


def incoming(connection: Connection, post: dict[str, Any]) -> Incoming:
    base, topic, user = connection.base_url.rstrip("/"), post["topic"], post["user"]
    host, username = urlsplit(base).hostname or "", str(user["username"])
    title = to_text(str(topic["title"]), 500)  # it comes escaped
    is_first = bool(post.get("isMainPost"))
    return Incoming(
        remote_id=str(post["pid"]),
        kind=Kind.MENTION if is_first else Kind.COMMENT,
        author=Author(f"{host}/{username}", username, str(user.get("displayname") or username), f"{base}/user/{user.get('userslug', '')}"),
        text=f"{title}\n\n{to_text(str(post['content']))}",
        sent_at=public.moment(str(post["timestampISO"])),
        url=f"{base}/post/{quote(str(post['pid']), safe='')}",
        html=str(post["content"]),
        thread_id=str(post["tid"]),
        parent_id="" if is_first else str(post["tid"]),
        data={"title": title, "kind": "thread" if is_first else "comment"},
    )

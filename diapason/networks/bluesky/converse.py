"""What is said to the account: replies, mentions and quotes, each with the thread that leads to it."""

import json
from dataclasses import dataclass, field
from typing import Any

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.errors import NetworkError, RateLimited, Reauth, Temporary
from diapason.networks.bluesky import client, records
from diapason.networks.bluesky.publish import moment

STREAMS = ("notifications",)
REASONS = ("mention", "reply", "quote")
PAGE = 50
DEPTH = 20


@dataclass
class Place:
    """Where reading stands. The network pages backwards, from the newest: `seen` is the moment that all before was read
    (`at`: what bears that very moment); `top` and `top_at` become `seen` and `at` once `page` has led back to it."""

    seen: str = ""
    at: list[str] = field(default_factory=list)
    top: str = ""
    top_at: list[str] = field(default_factory=list)
    page: str = ""

    @classmethod
    def read(cls, cursor: str) -> "Place":
        return cls(**json.loads(cursor)) if cursor else cls()

    def dump(self) -> str:
        return json.dumps(vars(self))

    def is_new(self, item: dict[str, Any]) -> bool:
        return str(item["indexedAt"]) > self.seen or (item["indexedAt"] == self.seen and item["uri"] not in self.at)

    def note_top(self, items: list[dict[str, Any]]) -> None:
        if not self.top and items:
            self.top = str(items[0]["indexedAt"])
            self.top_at = [str(item["uri"]) for item in items if item["indexedAt"] == self.top]

    def finished(self) -> "Place":
        return Place(self.top, self.top_at) if self.top else Place(self.seen, self.at)


async def read(connection: Connection, stream: str, cursor: str) -> Batch:
    """One page of what is new, and the threads that it belongs to; `more` until the last reading is reached."""
    place = Place.read(cursor)
    params = {"reasons": list(REASONS), "limit": PAGE, **({"cursor": place.page} if place.page else {})}
    data = await client.read(connection, "app.bsky.notification.listNotifications", **params)
    with answers.understood(mutation=False):
        items = data["notifications"]
        place.note_top(items)
        fresh = [item for item in items if place.is_new(item)]
        more = bool(place.seen and items and len(fresh) == len(items) and data.get("cursor"))
        place = Place(place.seen, place.at, place.top, place.top_at, str(data["cursor"])) if more else place.finished()
        wanted = [item for item in fresh if item["reason"] in REASONS]
    messages = await conversations(connection, wanted[::-1])
    return Batch(tuple(messages), place.dump(), more)


async def conversations(connection: Connection, items: list[dict[str, Any]]) -> list[Incoming]:
    """Each message once, after what led to it. One thread is read for each root."""
    found: dict[str, Incoming] = {}
    threads: dict[str, dict[str, dict[str, Any]]] = {}
    for item in items:
        with answers.understood(mutation=False):
            root = root_of(item["uri"], item["record"])
            alone = root == item["uri"]
        if not alone and root not in threads:
            threads[root] = await thread(connection, root)
        with answers.understood(mutation=False):
            around = leading_to(item, threads.get(root, {}), connection.account_id)
            found |= {one.remote_id: one for one in (message(connection, post, root) for post in around)}
    return list(found.values())


def root_of(uri: str, record: dict[str, Any]) -> str:
    return str(record["reply"]["root"]["uri"]) if record.get("reply") else str(uri)


async def thread(connection: Connection, root: str) -> dict[str, dict[str, Any]]:
    """The posts of a thread by address, as far as they can be seen; none where the root is gone."""
    try:
        data = await client.read(connection, "app.bsky.feed.getPostThread", uri=root, depth=DEPTH, parentHeight=0)
    except (Temporary, RateLimited, Reauth):
        raise
    except NetworkError:
        return {}
    posts: dict[str, dict[str, Any]] = {}
    with answers.understood(mutation=False):
        waiting = [data["thread"]]
        while waiting:
            one = waiting.pop()
            if "post" in one:  # not one that is gone or blocked
                posts[str(one["post"]["uri"])] = one["post"]
                waiting += one.get("replies") or []
    return posts


def leading_to(item: dict[str, Any], posts: dict[str, dict[str, Any]], account: str) -> list[dict[str, Any]]:
    """What comes before a post in its thread, the post, and what we have answered to it. Our root is no message."""
    chain = [item]
    parent = parent_of(item)
    while parent in posts and len(chain) < 100:
        chain.insert(0, posts[parent])
        parent = parent_of(posts[parent])
    answered = [post for post in posts.values() if parent_of(post) == item["uri"] and post["author"]["did"] == account]
    shown = [*chain, *answered]
    return [post for post in shown if parent_of(post) or post["author"]["did"] != account]


def parent_of(post: dict[str, Any]) -> str:
    reply = post["record"].get("reply")
    return str(reply["parent"]["uri"]) if reply else ""


def message(connection: Connection, post: dict[str, Any], root: str) -> Incoming:
    record, author = post["record"], author_of(post["author"])
    subject = subject_of(connection, post, root)
    root_ref = record["reply"]["root"] if record.get("reply") else {"uri": post["uri"], "cid": post["cid"]}
    return Incoming(
        remote_id=str(post["uri"]),
        kind=Kind.COMMENT if subject and parent_of(post) else Kind.MENTION,
        author=author,
        text=str(record["text"]),
        sent_at=moment(record["createdAt"]),
        url=records.page(post["uri"]),
        thread_id=root,
        parent_id=parent_of(post),
        subject_id=subject,
        ours=author.remote_id == connection.account_id,
        language=str((record.get("langs") or [""])[0]),
        media=pictures(post),
        data={"cid": str(post["cid"]), "root": {"uri": str(root_ref["uri"]), "cid": str(root_ref["cid"])}},
        raw=post,
    )


def replay(connection: Connection, payload: dict[str, Any], thread_id: str, subject_id: str) -> Incoming:
    return message(connection, payload, thread_id)


def subject_of(connection: Connection, post: dict[str, Any], root: str) -> str:
    """The post of ours that it is about: the root of the thread, or what it quotes."""
    if records.account_of(root) == connection.account_id:
        return root
    quoted = str(((post["record"].get("embed") or {}).get("record") or {}).get("uri") or "")
    return quoted if records.account_of(quoted) == connection.account_id else ""


def pictures(post: dict[str, Any]) -> tuple[str, ...]:
    images = (post.get("embed") or {}).get("images") or []
    return tuple(str(image["thumb"]) for image in images)


def author_of(profile: dict[str, Any]) -> Author:
    did, handle = str(profile["did"]), str(profile["handle"])
    return Author(
        did, handle, str(profile.get("displayName") or handle), f"https://bsky.app/profile/{did}", str(profile.get("avatar") or "")
    )

"""The posts and the comments of a community or of a server, each comment with the title of its post.

https://join-lemmy.org/api/ (v3, as Lemmy 0.19 answers it)
"""

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.public import Descent
from diapason.networks.lemmy.auth import place_of

EVERY = 300
EVERYBODY = True
PAGE = 50
STREAMS = {"post": ("/api/v3/post/list", "posts"), "comment": ("/api/v3/comment/list", "comments")}


async def read(connection: Connection, cursor: str) -> Batch:
    """A page of posts and a page of comments. `cursor`: where the reading of each stands."""
    places = {name: Descent(**kept) for name, kept in (json.loads(cursor) if cursor else {}).items()}
    messages: list[Incoming] = []
    more = False
    for name in STREAMS:
        at = places.get(name, Descent())
        if cursor and more_elsewhere(places, name):
            continue  # the other one has pages waiting
        found, places[name], waits = await page(connection, name, at)
        messages += found
        more = more or waits
    return Batch(tuple(messages), json.dumps({name: asdict(at) for name, at in places.items()}), more)


def more_elsewhere(places: dict[str, Descent], name: str) -> bool:
    """While another stream is on its way down and this one is not, this one waits: it would be asked the same again."""
    on_their_way = {each for each, at in places.items() if at.before}
    return bool(on_their_way) and name not in on_their_way


async def page(connection: Connection, name: str, at: Descent) -> tuple[list[Incoming], Descent, bool]:
    root, community = place_of(connection.base_url)
    path, key = STREAMS[name]
    where = {"community_name": community, "type_": "All"} if community else {"type_": "Local"}
    found = await public.get(Connection(root, connection.http), path, sort="New", limit=PAGE, page=at.page, **where)
    with answers.understood(mutation=False):
        views = found[key]
        ids = [int(view[name]["id"]) for view in views]
        after, more = at.after(ids, end=len(views) < PAGE, lowest=min(ids, default=0))
        new = [incoming(root, name, view) for view in views if int(view[name]["id"]) > at.done and is_shown(view, name)]
    return list(reversed(new)), after, more


def is_shown(view: dict[str, Any], name: str) -> bool:
    return not (view[name].get("deleted") or view[name].get("removed"))


def incoming(root: str, name: str, view: dict[str, Any]) -> Incoming:
    one, post, creator = view[name], view["post"], view["creator"]
    host = urlsplit(root).hostname or ""
    home = urlsplit(str(creator.get("actor_id", ""))).hostname or host
    title, is_comment = str(post["name"]), name == "comment"
    words = str(one["content"]) if is_comment else "\n\n".join(filter(None, [str(one.get("body") or ""), str(one.get("url") or "")]))
    path = str(one.get("path", "")).split(".")
    return Incoming(
        remote_id=str(one.get("ap_id") or f"{name}/{one['id']}"),
        kind=Kind.COMMENT if is_comment else Kind.MENTION,
        author=Author(
            f"{home}/{creator['name']}",
            f"{creator['name']}@{home}",
            str(creator.get("display_name") or creator["name"]),
            str(creator.get("actor_id", "")),
        ),
        text=f"{title}\n\n{words}",
        sent_at=public.moment(str(one["published"])),
        url=f"{root}/{name}/{one['id']}",
        thread_id=str(post["id"]),
        parent_id=path[-2] if len(path) > 2 else str(post["id"]) if is_comment else "",
        data={"title": title, "kind": "comment" if is_comment else "thread"},
    )

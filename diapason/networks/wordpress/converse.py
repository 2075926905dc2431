"""Comments: everything that our account may see, those that wait for moderation included."""

import json
from datetime import UTC, datetime
from typing import Any

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.markup import to_text
from diapason.networks.wordpress import client

STREAMS = ("comments",)
PAGE = 100
# All that a message is made from; never the address of a mailbox or of a machine.
KEPT = (
    "id", "post", "parent", "author", "author_name", "author_url", "author_avatar_urls", "date_gmt", "content", "link", "status", "type",
)  # fmt: skip
DEEPEST = 10  # WordPress threads comments to ten levels at most


async def read(connection: Connection, stream: str, cursor: str) -> Batch:
    """Newest first, page after page down to what was read before, and what was held then and is visible now.

    `cursor`: {"read": the newest comment of the last whole reading, "held": those of it that waited for moderation},
    and while a reading is not whole {"newest": of this one, "page": where it stands}.
    """
    place: dict[str, Any] = json.loads(cursor) if cursor else {}
    page, known = place.get("page", 1), place.get("read", 0)
    found = await client.read(connection, "/wp/v2/comments", status="all", orderby="id", order="desc", per_page=PAGE, page=page)
    with answers.understood(mutation=False):
        numbers = [int(item["id"]) for item in found]
        new = [item for item in found if int(item["id"]) > known or (int(item["id"]) in place["held"] and item["status"] != "hold")]
        roots = await roots_of(connection, new)
        messages = tuple(incoming(item, f"comment:{roots[int(item['id'])]}", connection.account_id) for item in new)
        held = sorted({*place.get("still", ()), *(int(item["id"]) for item in found if item["status"] == "hold")})
    newest = max([place.get("newest", 0), known, *numbers])
    if cursor and len(numbers) == PAGE and min(numbers) > known:
        after = {"read": known, "held": place["held"], "newest": newest, "still": held, "page": page + 1}
        return Batch(messages, json.dumps(after), more=True)
    return Batch(messages, json.dumps({"read": newest, "held": held}))


async def roots_of(connection: Connection, found: list[dict[str, Any]]) -> dict[int, int]:
    """The first comment of each comment's thread. Parents that are not on the page are asked for, a level at a time."""
    parents = {int(item["id"]): int(item["parent"]) for item in found}
    for _ in range(DEEPEST):
        missing = {parent for parent in parents.values() if parent and parent not in parents}
        if not missing:
            break
        named = ",".join(str(number) for number in sorted(missing))
        above = await client.read(connection, "/wp/v2/comments", include=named, status="all", per_page=PAGE, _fields="id,parent")
        parents.update(dict.fromkeys(missing, 0))  # a parent in the bin ends its thread here
        parents.update({int(item["id"]): int(item["parent"]) for item in above})
    return {number: top(number, parents) for number in parents}


def top(number: int, parents: dict[int, int]) -> int:
    for _ in range(len(parents)):  # a circle of parents would otherwise never end
        if not parents.get(number):
            break
        number = parents[number]
    return number


def replay(connection: Connection, payload: dict[str, Any], thread_id: str, subject_id: str) -> Incoming:
    return incoming(payload, thread_id, connection.account_id)


def incoming(item: dict[str, Any], thread_id: str, account_id: str) -> Incoming:
    html = str(item["content"]["rendered"])
    return Incoming(
        remote_id=str(int(item["id"])),
        kind=Kind.COMMENT if item["type"] == "comment" else Kind.MENTION,
        author=author(item),
        text=to_text(html),
        html=html,
        sent_at=datetime.fromisoformat(item["date_gmt"]).replace(tzinfo=UTC),
        url=str(item["link"]),
        thread_id=thread_id,
        parent_id=str(item["parent"]) if item["parent"] else "",
        subject_id=str(item["post"]),
        ours=str(item["author"]) == account_id,
        data={"post": int(item["post"]), "status": str(item["status"])},
        raw={name: item[name] for name in KEPT if name in item},
    )


def author(item: dict[str, Any]) -> Author:
    """A visitor has no account: the picture of their mailbox is what stays the same from one comment to the next."""
    picture = str((item.get("author_avatar_urls") or {}).get("96", ""))
    mailbox = picture.split("/avatar/")[-1].split("?")[0] if "/avatar/" in picture else ""
    known = f"user:{item['author']}" if item["author"] else f"visitor:{mailbox or item['author_name'] or item['id']}"
    return Author(known, str(item["author_name"]), str(item["author_name"]), str(item.get("author_url") or ""), picture)

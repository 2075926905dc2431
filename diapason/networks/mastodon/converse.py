"""What is said to the account: mentions and answers, each with the thread around it."""

from typing import Any

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.errors import Permanent
from diapason.networks.mastodon import client
from diapason.networks.mastodon.finding import moment
from diapason.networks.mastodon.html import to_text

STREAMS = ("mentions",)
PAGE = 40


async def read(connection: Connection, stream: str, cursor: str) -> Batch:
    """One page of mentions after `cursor` (a notification id), oldest first, and the threads that they belong to."""
    params = {"limit": PAGE, "types[]": "mention", **({"min_id": cursor} if cursor else {})}
    page = await client.read(connection, "/api/v1/notifications", **params)
    with answers.understood(mutation=False):
        # A server that does not know `types[]` sends every kind.
        mentions = [item["status"] for item in page if item["type"] == "mention" and item.get("status")]
        newest = str(page[0]["id"]) if page else cursor
    messages = await threads(connection, mentions[::-1])
    return Batch(tuple(messages), newest, more=bool(cursor) and len(page) >= PAGE)


async def threads(connection: Connection, mentions: list[dict[str, Any]]) -> list[Incoming]:
    """Each mention once, after what came before it in its thread; ours are marked as such."""
    found: dict[str, Incoming] = {}
    for status in mentions:
        with answers.understood(mutation=False):
            if str(status["id"]) in found:
                continue
            alone = not status.get("in_reply_to_id")
        around = [status] if alone else await context(connection, status)
        with answers.understood(mutation=False):
            found |= {message.remote_id: message for message in of_thread(connection, around)}
    return list(found.values())


async def context(connection: Connection, status: dict[str, Any]) -> list[dict[str, Any]]:
    """The thread from its root, `status` included; `status` alone where the server no longer has the rest."""
    try:
        data = await client.read(connection, f"/api/v1/statuses/{status['id']}/context")
    except Permanent:
        return [status]
    with answers.understood(mutation=False):
        return [*data["ancestors"], status, *data["descendants"]]


def of_thread(connection: Connection, statuses: list[dict[str, Any]]) -> list[Incoming]:
    """The messages of a thread, of which the first is the root. Our own post at its root is its subject."""
    root = statuses[0]
    ours = str(root["account"]["id"]) == connection.account_id
    subject = str(root["id"]) if ours else ""
    shown = statuses[1:] if ours else statuses
    return [message(connection, status, str(root["id"]), subject) for status in shown]


def message(connection: Connection, status: dict[str, Any], root: str, subject: str) -> Incoming:
    author = author_of(status["account"])
    return Incoming(
        remote_id=str(status["id"]),
        kind=kind(status, subject),
        author=author,
        text=to_text(status["content"]),
        html=str(status["content"]),
        sent_at=moment(status["created_at"]),
        url=str(status.get("url") or ""),
        thread_id=root,
        parent_id=str(status.get("in_reply_to_id") or ""),
        subject_id=subject,
        ours=author.remote_id == connection.account_id,
        language=str(status.get("language") or ""),
        media=tuple(str(item.get("preview_url") or item.get("url") or "") for item in status.get("media_attachments") or []),
        data={"visibility": status["visibility"], "acct": author.handle},
        raw=status,
    )


def replay(connection: Connection, payload: dict[str, Any], thread_id: str, subject_id: str) -> Incoming:
    return message(connection, payload, thread_id, subject_id)


def kind(status: dict[str, Any], subject: str) -> Kind:
    if status["visibility"] == "direct":
        return Kind.MESSAGE
    return Kind.COMMENT if subject else Kind.MENTION


def author_of(account: dict[str, Any]) -> Author:
    followers = account.get("followers_count")
    return Author(
        remote_id=str(account["id"]),
        handle=str(account["acct"]),
        name=str(account.get("display_name") or account["username"]),
        url=str(account.get("url") or ""),
        avatar_url=str(account.get("avatar") or ""),
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
    )

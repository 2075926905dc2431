"""Stories and comments that hold some words, the latest first, without an account: https://hn.algolia.com/api"""

from datetime import UTC, datetime, timedelta
from typing import Any

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.markup import to_text
from diapason.networks.base.public import Descent

EVERY = 180
EVERYBODY = True
PAGE = 100
SITE = "https://news.ycombinator.com"
LATE = int(timedelta(hours=1).total_seconds())  # what was said may be found some time after


async def find(connection: Connection, words: str, cursor: str) -> Batch:
    """Items are known by their second. Their index gives no way up, only down from the latest."""
    at = Descent.read(cursor)
    bounds = [f"created_at_i>={at.done - LATE}"] if at.done else []
    bounds += [f"created_at_i<={at.before}"] if at.before else []
    asked = {"query": words, "tags": "(story,comment)", "hitsPerPage": PAGE, "typoTolerance": "false"}
    found = await public.get(connection, "/search_by_date", **asked, **({"numericFilters": ",".join(bounds)} if bounds else {}))
    with answers.understood(mutation=False):
        hits = found["hits"]
        after, more = at.after([int(hit["created_at_i"]) for hit in hits], end=len(hits) < PAGE)
        messages = [incoming(hit) for hit in reversed(hits) if hit.get("author")]
    return Batch(tuple(messages), after.write(), more)


def incoming(hit: dict[str, Any]) -> Incoming:
    number, author = str(int(hit["objectID"])), str(hit["author"])
    is_comment = hit.get("comment_text") is not None
    title = str((hit.get("story_title") if is_comment else hit.get("title")) or "")
    words = to_text(str((hit.get("comment_text") if is_comment else hit.get("story_text")) or ""))
    link = "" if is_comment else str(hit.get("url") or "")
    return Incoming(
        remote_id=number,
        kind=Kind.COMMENT if is_comment else Kind.MENTION,
        author=Author(author, author, author, f"{SITE}/user?id={author}"),
        text="\n\n".join(part for part in (title, words, link) if part),
        sent_at=datetime.fromtimestamp(int(hit["created_at_i"]), UTC),
        url=f"{SITE}/item?id={number}",
        html=str(hit.get("comment_text") or hit.get("story_text") or ""),
        thread_id=str(hit.get("story_id") or number),
        parent_id=str(hit.get("parent_id") or "") if is_comment else "",
        language="en",
        data={"title": title, "kind": "comment" if is_comment else "thread"},
    )

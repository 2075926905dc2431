"""Looking for a status whose answer was lost: among our own since the attempt, by its words, its parent and its files."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import RemotePost, Result, Step
from diapason.networks.base.errors import Permanent, Reauth
from diapason.networks.mastodon import client
from diapason.networks.mastodon.html import normalised, to_text

PAGES = 5
PAGE = 40
# Sources that are read for one look, when a server shows words otherwise than they were written.
SOURCES = 5
TOLERANCE = timedelta(seconds=15)


def moment(text: str) -> datetime:
    """A date of the API, in UTC."""
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def post_of(status: dict[str, Any]) -> RemotePost:
    return RemotePost(str(status["id"]), to_text(status["content"]), moment(status["created_at"]), str(status.get("url") or ""))


async def find(connection: Connection, step: Step, done: list[Result], since: datetime) -> Result | None:
    if step.kind == "upload":
        return None  # a file that nobody attached cannot be looked up, and does no harm
    statuses = await own_since(connection, since)
    with answers.understood(mutation=False):
        alike = [status for status in statuses if same_place(status, step, done)]
        found = next((status for status in alike if same_files(status, done) or same_words(status, step)), None)
        found = found or await by_source(connection, alike, step)
        return result_of(found) if found else None


def result_of(status: dict[str, Any]) -> Result:
    files = [str(item["id"]) for item in status.get("media_attachments") or []]
    return Result(str(status["id"]), str(status.get("url") or ""), {"media": files})


async def own_since(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Our statuses since then on the server's clock, newest first."""
    found: list[dict[str, Any]] = []
    oldest = ""
    for _ in range(PAGES):
        page, skew = await own_page(connection, oldest)
        with answers.understood(mutation=False):
            fresh = [status for status in page if moment(status["created_at"]) >= since + skew - TOLERANCE]
            found += fresh
            if len(fresh) < len(page) or len(page) < PAGE:
                return found
            oldest = str(page[-1]["id"])
    return found


async def own_page(connection: Connection, before: str) -> tuple[list[dict[str, Any]], timedelta]:
    params = {"limit": PAGE, "exclude_reblogs": "true", **({"max_id": before} if before else {})}
    path = f"/api/v1/accounts/{connection.account_id}/statuses"
    response = await client.call(connection, "GET", path, params=params)
    with answers.understood(mutation=False):
        page = response.json()
        if not isinstance(page, list):
            raise TypeError("a list of statuses was expected")
        return page, skew_of(response)


def skew_of(response: httpx2.Response) -> timedelta:
    """How far the server's clock is ahead of ours, from the date of its answer."""
    try:
        return parsedate_to_datetime(response.headers["date"]).astimezone(UTC) - clock.now()
    except (KeyError, ValueError):
        return timedelta(0)


def same_place(status: dict[str, Any], step: Step, done: list[Result]) -> bool:
    """Under the same parent, with as many files."""
    before = [result for result in done if not result.data.get("file")]
    parent = before[-1].remote_id if step.spec["part"] else step.spec["reply_to"]
    same_parent = str(status.get("in_reply_to_id") or "") == parent
    return same_parent and len(status.get("media_attachments") or []) == len(step.spec["attachments"])


def same_files(status: dict[str, Any], done: list[Result]) -> bool:
    ours = {result.remote_id for result in done if result.data.get("file")}
    theirs = {str(item["id"]) for item in status.get("media_attachments") or []}
    return bool(ours) and ours == theirs


def same_words(status: dict[str, Any], step: Step) -> bool:
    written = normalised(step.spec["text"])
    shown = status.get("text") or to_text(status["content"])
    return normalised(shown) == written and (bool(written) or bool(step.spec["attachments"]))


async def by_source(connection: Connection, statuses: list[dict[str, Any]], step: Step) -> dict[str, Any] | None:
    """A server may show text otherwise than it was written (Markdown, shortened links); its source is exact."""
    for status in statuses[:SOURCES]:
        try:
            source = await client.read(connection, f"/api/v1/statuses/{status['id']}/source")
        except (Permanent, Reauth):
            return None  # not offered, or not with these scopes
        if normalised(str(source["text"])) == normalised(step.spec["text"]):
            return status
    return None

"""Publishing statuses: files first, then each part of a thread as a reply to the one before.

A status is posted with an Idempotency-Key, which an instance recognises for an hour
(`PostStatusService`, and https://docs.joinmastodon.org/methods/statuses/#create).
"""

import asyncio
from dataclasses import asdict, replace
from typing import Any

from diapason.networks.base import answers
from diapason.networks.base import checks as base
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, Level, Problem, RemotePost, Repeat, Result, Step
from diapason.networks.base.counting import Limits
from diapason.networks.base.errors import NetworkError, Permanent, Temporary
from diapason.networks.mastodon import client
from diapason.networks.mastodon import limits as declared_limits
from diapason.networks.mastodon.finding import find, post_of

__all__ = ["check", "delete", "find", "limits", "perform", "plan", "recent"]

KEYED_FOR = 3600
PROCESSING_LOOKS = 60
PROCESSING_WAIT = 2.0


def limits(declared: dict[str, Any]) -> Limits:
    return declared_limits.texts(declared)


def check(content: Content, declared: dict[str, Any]) -> list[Problem]:
    """A content warning counts with the text that it hides (`StatusLengthValidator`), so it is checked with it."""
    warning = content.options.get("content_warning", "")
    whole = replace(content, parts=tuple(warning + part for part in parts(content)))
    problems = base.check(whole, declared_limits.manifest(declared), limits(declared))
    if warning and not content.text.strip() and not content.attachments:
        problems.append(Problem("empty_warning", Level.WARNING))
    return problems


def parts(content: Content) -> tuple[str, ...]:
    """The texts as they are sent: an answer names the person whom it answers, or they are not told."""
    first, *rest = content.parts
    author = content.reply_to.author.removeprefix("@") if content.reply_to else ""
    if author and f"@{author}".lower() not in first.lower():
        first = f"@{author} {first}"
    return (first, *rest)


# ── The plan ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def plan(content: Content, key: str) -> list[Step]:
    files = [asdict(item) for item in content.attachments]
    uploads = [Step("upload", {"attachment": item}, Repeat.HARMLESS, f"{key}-file-{number}") for number, item in enumerate(files)]
    return uploads + [status(content, text, number, key) for number, text in enumerate(parts(content))]


def status(content: Content, text: str, number: int, key: str) -> Step:
    first = number == 0
    options = content.options
    spec = {
        "part": number,
        "text": text,
        "attachments": [asdict(item) for item in content.attachments] if first else [],
        "poll": asdict(content.poll) if content.poll and first else None,
        "language": content.language.split("-")[0],
        "visibility": visibility(content),
        "warning": options.get("content_warning", ""),
        "reply_to": content.reply_to.remote_id if content.reply_to and first else "",
    }
    return Step("status", spec, Repeat.KEYED, f"{key}-{number}", keyed_for=KEYED_FOR, publishes=True)


def visibility(content: Content) -> str:
    """An answer is never seen by more people than the message that it answers."""
    asked = str(content.options.get("visibility") or "public")
    theirs = content.reply_to.data.get("visibility", "public") if content.reply_to else "public"
    order = ["public", "unlisted", "private", "direct"]
    return max(asked, theirs, key=lambda one: order.index(one) if one in order else 0)


# ── Its steps ────────────────────────────────────────────────────────────────────────────────────────────────────────
async def perform(connection: Connection, step: Step, done: list[Result]) -> Result:
    if step.kind == "upload":
        return await upload(connection, Attachment(**step.spec["attachment"]))
    files = [result.remote_id for result in done if result.data.get("file")]
    try:
        return await post(connection, step, done, files)
    except NetworkError as error:
        if error.code != "media_lost" or not step.spec["attachments"]:
            raise
    # Refused for files that the server has lost: nothing was posted, and they can be given once more.
    again = [await upload(connection, Attachment(**item)) for item in step.spec["attachments"]]
    return await post(connection, step, done, [result.remote_id for result in again])


async def upload(connection: Connection, attachment: Attachment) -> Result:
    file = await connection.load(attachment)
    name = attachment.file.rsplit("/", 1)[-1]
    form = {"files": {"file": (name, file, attachment.mime)}, "data": {"description": attachment.alt} if attachment.alt else {}}
    try:
        response = await client.call(connection, "POST", "/api/v2/media", mutation=True, **form)
    except Permanent as error:
        if error.code != "not_found":
            raise
        response = await client.call(connection, "POST", "/api/v1/media", mutation=True, **form)
    with answers.understood(mutation=True):
        media_id = str(response.json()["id"])
    if response.status_code == 202:
        await processed(connection, media_id)
    return Result(remote_id=media_id, data={"file": True})


async def processed(connection: Connection, media_id: str) -> None:
    """Waits until the server has prepared a file: 206 while it has not."""
    for _ in range(PROCESSING_LOOKS):
        try:
            response = await client.call(connection, "GET", f"/api/v1/media/{media_id}")
        except Permanent as error:
            if error.code == "not_found":
                return  # lost, or a server without this address: posting tells
            raise
        if response.status_code != 206:
            return
        await asyncio.sleep(PROCESSING_WAIT)
    raise Temporary("The server is still preparing the file.", code="media_processing")


async def post(connection: Connection, step: Step, done: list[Result], files: list[str]) -> Result:
    body = body_of(step, files, parent(step, done))
    headers = {"Idempotency-Key": step.key}
    response = await client.call(connection, "POST", "/api/v1/statuses", mutation=True, json=body, headers=headers)
    with answers.understood(mutation=True):
        data = response.json()
        if data.get("queued") and "id" not in data:
            return Result(data={"queued": True})  # taken, and held for a moderator of theirs
        return Result(remote_id=identifier(data["id"]), url=address(data), data={"media": [str(item["id"]) for item in media(data)]})


def identifier(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or not value:
        raise TypeError(f"an id of type {type(value).__name__}")
    return str(value)


def address(data: dict[str, Any]) -> str:
    value = data.get("url") or data.get("uri") or ""
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""


def media(data: dict[str, Any]) -> list[dict[str, Any]]:
    return data.get("media_attachments") or []


def parent(step: Step, done: list[Result]) -> str:
    """The status that this one answers: the part before it, or somebody else's."""
    if step.spec["part"] == 0:
        return str(step.spec["reply_to"])
    before = [result for result in done if not result.data.get("file")][-1]
    if not before.remote_id:
        raise Permanent("The part before this one is held by a moderator.", code="parent_missing")
    return before.remote_id


def body_of(step: Step, files: list[str], parent: str) -> dict[str, Any]:
    """The JSON of POST /api/v1/statuses, without what is empty."""
    spec = step.spec
    poll = spec["poll"]
    body = {
        "status": spec["text"],
        "visibility": spec["visibility"],
        "media_ids": files if spec["attachments"] else [],
        "in_reply_to_id": parent,
        "language": spec["language"],
        "spoiler_text": spec["warning"],
        "poll": {"options": list(poll["options"]), "expires_in": poll["seconds"], "multiple": poll["multiple"]} if poll else None,
    }
    return {name: value for name, value in body.items() if value}


async def delete(connection: Connection, remote_id: str) -> None:
    try:
        await client.call(connection, "DELETE", f"/api/v1/statuses/{remote_id}", mutation=True)
    except Permanent as error:
        if error.code != "not_found":
            raise


async def recent(connection: Connection, limit: int) -> list[RemotePost]:
    path = f"/api/v1/accounts/{connection.account_id}/statuses"
    statuses = await client.read(connection, path, limit=min(limit, 40), exclude_reblogs="true")
    with answers.understood(mutation=False):
        return [post_of(status) for status in statuses][:limit]

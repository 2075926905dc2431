"""Publishing posts: files first, then each part of a thread as a reply to the one before.

A post is written with `putRecord` under a key of ours and `swapRecord: null`: the server takes it once, for ever.
"""

import mimetypes
from dataclasses import asdict
from datetime import datetime
from typing import Any

from diapason.core import clock
from diapason.networks.base import answers, registry
from diapason.networks.base import checks as base
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Card, Content, Level, Problem, RemotePost, Repeat, Result, Step
from diapason.networks.base.counting import Limits
from diapason.networks.base.errors import NetworkError, Permanent, Temporary
from diapason.networks.bluesky import client, facets, records
from diapason.networks.bluesky.records import COLLECTION

MAX_THUMB = 1_000_000
MAX_TAGS = 8
PAGES = 5


def limits(declared: dict[str, Any]) -> Limits:
    return registry.get("bluesky").manifest.text


def check(content: Content, declared: dict[str, Any]) -> list[Problem]:
    problems = base.check(content, registry.get("bluesky").manifest, limits(declared))
    long = [tag for part in content.parts for tag in facets.long_tags(part)]
    return problems + [Problem("tag_too_long", Level.WARNING, {"tag": tag[:20] + "…"}) for tag in long]


# ── The plan ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def plan(content: Content, key: str) -> list[Step]:
    files = [*content.attachments, *card_image(content)]
    uploads = [Step("upload", {"attachment": asdict(file)}, Repeat.HARMLESS, f"{key}-file-{number}") for number, file in enumerate(files)]
    return uploads + [post_step(content, number, key) for number in range(len(content.parts))]


def card_image(content: Content) -> list[Attachment]:
    """The picture of the link card: only a post without files shows a card."""
    card = content.card
    if not card or not card.image or content.attachments:
        return []
    return [Attachment(card.image, mimetypes.guess_type(card.image)[0] or "image/jpeg", 0)]


def post_step(content: Content, number: int, key: str) -> Step:
    first = number == 0
    reply = content.reply_to
    spec = {
        "part": number,
        "text": content.parts[number],
        "attachments": [asdict(item) for item in content.attachments] if first else [],
        "card": asdict(content.card) if content.card and first and not content.attachments else None,
        "language": content.language,
        "tags": list(content.tags[:MAX_TAGS]) if first else [],
        "reply_to": {"uri": reply.remote_id, **reply.data} if reply else None,
    }
    rkey = records.key_for(f"{key}-{number}")
    return Step("post", {**spec, "rkey": rkey}, Repeat.KEYED, rkey, publishes=True)


# ── Its steps ────────────────────────────────────────────────────────────────────────────────────────────────────────
async def perform(connection: Connection, step: Step, done: list[Result]) -> Result:
    if step.kind == "upload":
        return await upload(connection, Attachment(**step.spec["attachment"]))
    blobs = [result.data["blob"] for result in done if "blob" in result.data]
    try:
        return await post(connection, step, done, blobs)
    except NetworkError as error:
        if error.code != "media_lost":
            raise
    # Refused for files that the server has lost: nothing was written, and they can be given once more.
    again = [(await upload(connection, Attachment(**item))).data["blob"] for item in files_of(step)]
    return await post(connection, step, done, again)


def files_of(step: Step) -> list[dict[str, Any]]:
    card = step.spec["card"]
    image = [asdict(file) for file in card_image(Content(("",), card=Card(**card)))] if card else []
    return step.spec["attachments"] or image


async def upload(connection: Connection, attachment: Attachment) -> Result:
    file = await connection.load(attachment)
    headers = {"Content-Type": attachment.mime}
    response = await client.call(connection, "POST", "com.atproto.repo.uploadBlob", mutation=True, content=file, headers=headers)
    with answers.understood(mutation=True):
        blob = response.json()["blob"]
        cid = str(blob["ref"]["$link"])
    return Result(remote_id=cid, data={"blob": blob, "size": len(file)})


async def post(connection: Connection, step: Step, done: list[Result], blobs: list[dict[str, Any]]) -> Result:
    record = await record_of(connection, step, done, blobs)
    body = {"repo": connection.account_id, "collection": COLLECTION, "rkey": step.spec["rkey"], "record": record, "swapRecord": None}
    try:
        response = await client.call(connection, "POST", "com.atproto.repo.putRecord", mutation=True, json=body)
    except Permanent as error:
        if error.code != "exists":
            raise
        return await already(connection, step, error)
    with answers.understood(mutation=True):
        data = response.json()
        return result_of(data["uri"], data["cid"], reply_of(record))


async def already(connection: Connection, step: Step, refused: Permanent) -> Result:
    """The record is there: an earlier call was carried out after all."""
    found = await look(connection, step)
    if found is None:
        raise Temporary(refused.detail) from refused
    return found


def result_of(uri: Any, cid: Any, reply: dict[str, Any] | None) -> Result:
    if not isinstance(uri, str) or not isinstance(cid, str) or not cid:
        raise TypeError("an address and a hash were expected")
    return Result(uri, records.page(uri), {"cid": cid, "root": (reply or {}).get("root") or {"uri": uri, "cid": cid}})


# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def record_of(connection: Connection, step: Step, done: list[Result], blobs: list[dict[str, Any]]) -> dict[str, Any]:
    """The record of `app.bsky.feed.post`, without what is empty."""
    spec = step.spec

    async def resolve(handle: str) -> str | None:
        return await did_of(connection, handle)

    record = {
        "$type": COLLECTION,
        "text": spec["text"],
        "createdAt": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [spec["language"]] if spec["language"] else [],
        "facets": await facets.resolved(spec["text"], resolve),
        "embed": embed(spec, blobs),
        "reply": await reply(connection, spec, done),
        "tags": spec["tags"],
    }
    return {name: value for name, value in record.items() if value or name == "text"}


async def did_of(connection: Connection, handle: str) -> str | None:
    try:
        data = await client.read(connection, "com.atproto.identity.resolveHandle", handle=handle)
    except Permanent:
        return None
    did = data.get("did")
    return did if isinstance(did, str) and did.startswith("did:") else None


def embed(spec: dict[str, Any], blobs: list[dict[str, Any]]) -> dict[str, Any] | None:
    files = [Attachment(**item) for item in spec["attachments"]]
    if files and files[0].is_video:
        return {"$type": "app.bsky.embed.video", "video": blobs[0], "alt": files[0].alt, **ratio(files[0])}
    if files:
        images = [{"image": blob, "alt": file.alt, **ratio(file)} for file, blob in zip(files, blobs, strict=True)]
        return {"$type": "app.bsky.embed.images", "images": images}
    return card(spec["card"], blobs) if spec["card"] else None


def ratio(file: Attachment) -> dict[str, Any]:
    return {"aspectRatio": {"width": file.width, "height": file.height}} if file.width and file.height else {}


def card(spec: dict[str, Any], blobs: list[dict[str, Any]]) -> dict[str, Any]:
    external = {"uri": spec["url"], "title": spec["title"], "description": spec["description"]}
    thumb = {"thumb": blobs[0]} if blobs and blobs[0].get("size", 0) <= MAX_THUMB else {}
    return {"$type": "app.bsky.embed.external", "external": {**external, **thumb}}


async def reply(connection: Connection, spec: dict[str, Any], done: list[Result]) -> dict[str, Any] | None:
    """The post that this one answers and the root of the thread, each with the hash that the record wants."""
    before = [result for result in done if "cid" in result.data]
    if spec["part"] and before:
        last = before[-1]
        return {"root": last.data["root"], "parent": {"uri": last.remote_id, "cid": last.data["cid"]}}
    asked = spec["reply_to"]
    if not asked:
        return None
    parent = {"uri": asked["uri"], "cid": asked["cid"]} if asked.get("cid") else await reference(connection, asked["uri"])
    return {"root": asked.get("root") or parent, "parent": parent}


async def reference(connection: Connection, uri: str) -> dict[str, str]:
    data = await client.read(connection, "app.bsky.feed.getPosts", uris=uri)
    with answers.understood(mutation=False):
        found = data["posts"]
        if not found:
            raise Permanent("The post that this one answers is gone.", code="parent_missing")
        return {"uri": uri, "cid": str(found[0]["cid"])}


# ── Looking, deleting, listing ───────────────────────────────────────────────────────────────────────────────────────
async def find(connection: Connection, step: Step, done: list[Result], since: datetime) -> Result | None:
    if step.kind == "upload":
        return None  # a file that no record names cannot be looked up, and does no harm
    return await look(connection, step)


async def look(connection: Connection, step: Step) -> Result | None:
    """The record under our key: nobody else makes one there, so its presence is the proof."""
    where = {"repo": connection.account_id, "collection": COLLECTION, "rkey": step.spec["rkey"]}
    try:
        data = await client.read(connection, "com.atproto.repo.getRecord", **where)
    except Permanent as error:
        if error.code != "not_found":
            raise
        return None
    with answers.understood(mutation=False):
        return result_of(data["uri"], data["cid"], data["value"].get("reply"))


def reply_of(record: dict[str, Any]) -> dict[str, Any] | None:
    value: dict[str, Any] | None = record.get("reply")
    return value


async def delete(connection: Connection, remote_id: str) -> None:
    try:
        repo, collection, rkey = records.split(remote_id)
    except ValueError as error:
        raise Permanent("This is not the address of a post.", code="not_found") from error
    body = {"repo": repo, "collection": collection, "rkey": rkey}
    await client.call(connection, "POST", "com.atproto.repo.deleteRecord", mutation=True, json=body)


async def recent(connection: Connection, limit: int) -> list[RemotePost]:
    """From the account's feed; from its records where the server shows no feeds, newest of those that it lists."""
    try:
        data = await client.read(connection, "app.bsky.feed.getAuthorFeed", actor=connection.account_id, limit=min(limit, 100))
    except Temporary as error:
        if error.code != "no_appview":
            raise
        return (await listed(connection))[:limit]
    with answers.understood(mutation=False):
        own = [item["post"] for item in data["feed"] if "reason" not in item]
        posts = [post_of(item["uri"], item["record"]) for item in own]
    return sorted(posts, key=lambda one: one.published_at, reverse=True)[:limit]


async def listed(connection: Connection) -> list[RemotePost]:
    found: list[RemotePost] = []
    cursor: dict[str, str] = {}
    for _ in range(PAGES):
        where = {"repo": connection.account_id, "collection": COLLECTION, "limit": 100}
        data = await client.read(connection, "com.atproto.repo.listRecords", **where, **cursor)
        with answers.understood(mutation=False):
            found += [post_of(item["uri"], item["value"]) for item in data["records"]]
            if not data.get("cursor") or not data["records"]:
                break
            cursor = {"cursor": str(data["cursor"])}
    return sorted(found, key=lambda one: one.published_at, reverse=True)


def post_of(uri: str, record: dict[str, Any]) -> RemotePost:
    return RemotePost(uri, str(record["text"]), moment(record["createdAt"]), records.page(uri))


def moment(text: str) -> datetime:
    """A date of a record: written by whoever made it, with or without a zone."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=clock.now().tzinfo)

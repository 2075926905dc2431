"""What a data server checks of a record, and what the application view shows of it, as the lexicons say."""

import base64
import hashlib
import json
from typing import Any

from starlette.exceptions import HTTPException

from diapason.networks.base.counting import Unit, measure

COLLECTION = "app.bsky.feed.post"
MAX_BLOB = 5 * 1024 * 1024
MAX_IMAGE = 2_000_000
MAX_VIDEO = 300_000_000
MAX_THUMB = 1_000_000
Row = dict[str, Any]


def invalid(message: str, name: str = "InvalidRequest") -> HTTPException:
    return HTTPException(400, f"{name}: {message}")


def cid_of(data: bytes, codec: int) -> str:
    """A content hash as the protocol writes it (CIDv1, SHA-256)."""
    digest = bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(data).digest()
    return "b" + base64.b32encode(digest).decode().lower().rstrip("=")


def record_cid(record: Row) -> str:
    return cid_of(json.dumps(record, sort_keys=True).encode(), 0x71)


def blob(data: bytes, mime: str) -> Row:
    return {"$type": "blob", "ref": {"$link": cid_of(data, 0x55)}, "mimeType": mime, "size": len(data)}


def check(record: Row, blobs: dict[str, Row]) -> None:
    """Raises 400 as the server words it."""
    where = f"Invalid {COLLECTION} record"
    if record.get("$type") != COLLECTION or not isinstance(record.get("text"), str) or "createdAt" not in record:
        raise invalid(f"{where}: Record must have the property")
    for unit, most, name in ((Unit.UTF8_BYTES, 3000, "string"), (Unit.GRAPHEMES, 300, "grapheme")):
        if (got := measure(record["text"], unit)) > most:
            raise invalid(f"{where}: {name} too big (maximum {most}, got {got}) at $.record.text")
    if len(record.get("langs", [])) > 3 or len(record.get("tags", [])) > 8:
        raise invalid(f"{where}: array too big")
    for facet in record.get("facets", []):
        check_facet(facet, len(record["text"].encode()))
    for named, most in blobs_of(record.get("embed") or {}):
        check_blob(named, most, blobs)


def check_facet(facet: Row, size: int) -> None:
    start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
    if not 0 <= start < end <= size:
        raise invalid("facet out of the text")
    for feature in facet["features"]:
        if "tag" in feature and measure(feature["tag"], Unit.GRAPHEMES) > 64:
            raise invalid("grapheme too big (maximum 64) at $.record.facets")


def blobs_of(embed: Row) -> list[tuple[Row, int]]:
    kind = str(embed.get("$type"))
    if kind == "app.bsky.embed.images":
        if len(embed["images"]) > 4:
            raise invalid("array too big (maximum 4) at $.record.embed.images")
        if any("alt" not in image for image in embed["images"]):
            raise invalid('Missing required key "alt" at $.record.embed.images')
        return [(image["image"], MAX_IMAGE) for image in embed["images"]]
    if kind == "app.bsky.embed.video":
        return [(embed["video"], MAX_VIDEO)]
    thumb = embed.get("external", {}).get("thumb")
    return [(thumb, MAX_THUMB)] if thumb else []


def check_blob(named: Row, most: int, blobs: dict[str, Row]) -> None:
    link = named["ref"]["$link"]
    if link not in blobs:
        raise invalid(f"Could not find blob: {link}", "BlobNotFound")
    if blobs[link]["size"] > most:
        raise invalid(f"blob too big (maximum {most}, got {blobs[link]['size']}) at $.record.embed")


def concerned(record: Row) -> dict[str, str]:
    """The accounts that a post answers or mentions, and which of the two."""
    reply = record.get("reply") or {}
    found = dict.fromkeys((str(part["uri"]).split("/")[2] for part in reply.values()), "reply")
    features = [feature for facet in record.get("facets", []) for feature in facet["features"]]
    return {feature["did"]: "mention" for feature in features if "did" in feature} | found


# ── What the application view shows ──────────────────────────────────────────────────────────────────────────────────
def profile(row: Row) -> Row:
    return {"did": row["did"], "handle": row["handle"], "displayName": row["name"] or row["handle"], "createdAt": row["at"]}


def post_view(row: Row, author: Row, replies: int, url: str) -> Row:
    view = {
        "uri": row["uri"],
        "cid": row["cid"],
        "author": profile(author),
        "record": row["record"],
        "bookmarkCount": 0,
        "replyCount": replies,
        "repostCount": row["reposts"],
        "likeCount": row["likes"],
        "quoteCount": 0,
        "indexedAt": row["at"],
        "labels": [],
    }
    embed = row["record"].get("embed") or {}
    if embed.get("$type") == "app.bsky.embed.images":
        view["embed"] = {"$type": "app.bsky.embed.images#view", "images": [image_view(image, url) for image in embed["images"]]}
    return view


def image_view(image: Row, url: str) -> Row:
    address = f"{url}/img/{image['image']['ref']['$link']}"
    return {"thumb": address, "fullsize": address, "alt": image["alt"]}

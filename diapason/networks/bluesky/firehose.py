"""The stream of a data server or a relay (`com.atproto.sync.subscribeRepos`): every commit of every account, from a number on.

A post is a block of the archive that a commit carries, and is held against the name that the commit gives it.
"""

import logging
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime
from typing import Any

from diapason.networks.base import lines
from diapason.networks.base.content import Heard, Incoming
from diapason.networks.base.errors import NetworkError, Temporary
from diapason.networks.bluesky import frames, records, said

log = logging.getLogger(__name__)

PATH = "/xrpc/com.atproto.sync.subscribeRepos"
LONGEST = 8 * 1024 * 1024  # bytes of a message: the protocol allows five million
LEAP = 1024  # numbers that are passed over at most to leave a message behind that is too large
FUTURE = "FutureCursor"


async def hear(address: str, cursor: str) -> AsyncGenerator[Heard]:
    """`cursor` is the number of the last message that was heard. One that is too large is left behind, and said."""
    place, leap = cursor, 0
    while True:
        try:
            async for heard in connection(address, place):
                yield heard
                place, leap = heard.cursor, 0
        except lines.TooLarge:
            leap = max(1, leap * 2)
            if not place or leap > LEAP:
                raise
            place = str(int(place) + leap)
            yield Heard(place, unread=True)


async def connection(address: str, cursor: str) -> AsyncGenerator[Heard]:
    async with lines.line(f"{address}?cursor={cursor}" if cursor else address, longest=LONGEST) as line:
        place, missed = cursor, ""
        async for frame in line:
            heard = read(frame, place)
            if heard.missed and heard.cursor == place:  # it is about what comes next
                missed = heard.missed
                continue
            place = heard.cursor
            yield replace(heard, missed=missed) if missed else heard
            missed = ""


def read(frame: str | bytes, cursor: str) -> Heard:
    """What a frame says; `unread` where it makes no sense. Raises the word of an error that the server tells of."""
    try:
        if isinstance(frame, str):
            raise frames.Malformed("bytes were expected")
        kind, body = frames.read(frame)
        if kind == "error":
            raise refusal(body)
        if kind == "#info":
            return Heard(cursor, missed="outdated_cursor" if body.get("name") == "OutdatedCursor" else "")
        if "seq" not in body:
            return Heard(cursor)
        place, at = str(int(body["seq"])), said.written(body.get("time"), said.of_microseconds(0))
        return of_message(kind, body, place, at)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        log.info("A frame could not be read", exc_info=True)
        return Heard(cursor, unread=True)


def of_message(kind: str, body: dict[str, Any], place: str, at: datetime) -> Heard:
    if kind == "#account":
        return said.account(place, at, body, str(body["did"]))
    if kind != "#commit":
        return Heard(place, at)
    posts, gone, unread = [], [], bool(body.get("tooBig"))
    ours = [op for op in body["ops"] if str(op["path"]).startswith(f"{records.COLLECTION}/")]
    blocks = frames.blocks(body["blocks"]) if any(op["cid"] for op in ours) else {}
    for op in ours:
        did, rkey = str(body["repo"]), str(op["path"]).split("/", 1)[1]
        if op["action"] == "delete":
            gone.append(f"at://{did}/{op['path']}")
            continue
        try:
            posts.append(created(did, rkey, op["cid"], blocks, at))
        except (ValueError, TypeError, KeyError, AttributeError):
            unread = True
    return Heard(place, at, tuple(posts), tuple(gone), unread=unread)


def created(did: str, rkey: str, cid: bytes, blocks: dict[bytes, bytes], at: datetime) -> Incoming:
    block = blocks[cid]
    if not frames.is_named(cid, block):
        raise frames.Malformed("a block that is not what its name says")
    return said.post(did, rkey, frames.record(block), at)


class Ahead(Temporary):
    """The server has not come to our place yet: it was made anew, or it is another one."""


def refusal(body: dict[str, Any]) -> NetworkError:
    name, words = str(body.get("error") or ""), str(body.get("message") or "")[:300]
    if name == FUTURE:
        return Ahead(words or name)
    return Temporary(words or name, code="too_slow" if name == "ConsumerTooSlow" else "")

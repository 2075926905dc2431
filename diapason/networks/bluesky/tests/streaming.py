"""Servers that speak as the protocol says, made of what a test gives them; and frames, written as a data server writes them."""

import contextlib
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import libipld
from websockets.asyncio.server import ServerConnection, serve

from diapason.networks.bluesky.records import COLLECTION

AT = "2026-11-21T10:00:00.000Z"
DID = "did:plc:julie"


def post(text: str | None = "Bonjour", **more: Any) -> dict[str, Any]:
    return {"$type": COLLECTION, "text": text, "createdAt": AT, **more}


def block(value: object) -> tuple[bytes, bytes]:
    body = libipld.encode_dag_cbor(value)
    return b"\x01\x71\x12\x20" + hashlib.sha256(body).digest(), body


def varint(number: int) -> bytes:
    out = bytearray()
    while True:
        out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(out)


def car(*blocks: tuple[bytes, bytes]) -> bytes:
    header = libipld.encode_dag_cbor({"roots": [], "version": 1})
    return varint(len(header)) + header + b"".join(varint(len(cid) + len(body)) + cid + body for cid, body in blocks)


class Link(bytes):
    """A CID in a frame: tag 42 of CBOR, which the library that we read with does not write."""


def frame(kind: str, body: dict[str, Any]) -> bytes:
    header = {"op": -1} if kind == "error" else {"op": 1, "t": kind}
    return bytes(libipld.encode_dag_cbor(header)) + written(body)


def written(value: Any) -> bytes:
    if isinstance(value, Link):
        return b"\xd8\x2a\x58\x25\x00" + value
    if isinstance(value, dict):
        items = sorted(value.items(), key=lambda item: (len(item[0]), item[0]))
        return head(0xA0, len(items)) + b"".join(written(key) + written(each) for key, each in items)
    if isinstance(value, list):
        return head(0x80, len(value)) + b"".join(map(written, value))
    return bytes(libipld.encode_dag_cbor(value))


def head(major: int, size: int) -> bytes:
    return bytes([major | size]) if size < 24 else bytes([major | 24, size]) if size < 256 else bytes([major | 25]) + size.to_bytes(2)


def commit(seq: int, *ops: tuple[str, str, dict[str, Any] | None], blocks: bytes | None = None, **more: Any) -> bytes:
    """`ops`: (action, key, record)."""
    made = [(action, key, block(record) if record is not None else None) for action, key, record in ops]
    body = {
        "seq": seq,
        "rebase": False,
        "tooBig": False,
        "repo": DID,
        "commit": Link(block({})[0]),
        "rev": "3l",
        "since": None,
        "blocks": car(*[each for *_, each in made if each]) if blocks is None else blocks,
        "ops": [{"action": a, "path": f"{COLLECTION}/{key}", "cid": Link(each[0]) if each else None} for a, key, each in made],
        "blobs": [],
        "time": AT,
        **more,
    }
    return frame("#commit", body)


# ── Servers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
Talk = Callable[[ServerConnection], Awaitable[None]]


@contextlib.asynccontextmanager
async def server(settings: Any, talk: Talk, path: str = ""):
    """Its address. `talk` is held with each who comes."""
    async with serve(talk, "127.0.0.1", 0, max_size=None) as serving:
        port = serving.sockets[0].getsockname()[1]
        settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, f"127.0.0.1:{port}"}
        yield f"ws://127.0.0.1:{port}{path}"


async def says(socket: ServerConnection, *messages: str | bytes, stay: bool = False) -> None:
    for message in messages:
        await socket.send(message)
    if stay:
        await socket.wait_closed()

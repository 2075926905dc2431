"""The binary frames of a data server's or a relay's own stream: two objects of DAG-CBOR, the second with an archive of blocks (CAR) in it.

https://atproto.com/specs/event-stream, https://atproto.com/specs/sync and https://ipld.io/specs/transport/car/carv1/
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import libipld

CID_BYTES = 36  # version, codec, hash function, its length, and a SHA-256
SHA256 = b"\x12\x20"


class Malformed(ValueError):
    """It is not what the protocol says."""


def read(frame: bytes) -> tuple[str, dict[str, Any]]:
    """What kind of message it is (`#commit`…; `error`), and the message. Raises Malformed."""
    try:
        header, body = libipld.decode_dag_cbor_multi(frame)
        if header["op"] == -1:
            return "error", dict(body)
        if header["op"] != 1 or not isinstance(body, dict):
            raise Malformed("a message was expected")
        return str(header["t"]), body
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed("a frame that cannot be read") from error


def record(block: bytes) -> dict[str, Any]:
    """Raises Malformed."""
    try:
        found = libipld.decode_dag_cbor(block)
    except (ValueError, RecursionError) as error:
        raise Malformed("a block that cannot be read") from error
    if not isinstance(found, dict):
        raise Malformed("a record was expected")
    return found


def blocks(car: bytes) -> dict[bytes, bytes]:
    """Its blocks by what identifies them, not read yet: of most commits, none concerns us. Raises Malformed."""
    return dict(entries(car))


def entries(car: bytes) -> Iterator[tuple[bytes, bytes]]:
    size, at = number(car, 0)
    at += size  # the header says which block is the commit, and we look for records
    while at < len(car):
        size, at = number(car, at)
        end = at + size
        if end > len(car) or size < CID_BYTES:
            raise Malformed("a block that does not end")
        yield car[at : at + CID_BYTES], car[at + CID_BYTES : end]
        at = end


def number(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128, and the place after it."""
    value = 0
    for shift in range(0, 63, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise Malformed("a number that does not end")


def is_named(cid: bytes, block: bytes) -> bool:
    """Whether the block is what its name says: whoever passes it on cannot have changed a word."""
    return cid[2:4] == SHA256 and hashlib.sha256(block).digest() == cid[4:]

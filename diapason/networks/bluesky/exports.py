"""A repository as an account downloads it: a CAR file of records in DAG-CBOR, found by a search tree.

https://atproto.com/specs/repository, https://ipld.io/specs/transport/car/carv1/, https://ipld.io/specs/codecs/dag-cbor/spec/
"""

from collections.abc import Iterator
from typing import IO, Any

from diapason.networks.base.exports import Broken

POSTS = "app.bsky.feed.post"
LARGEST_BLOCK = 2_000_000  # bytes; the protocol's own limit for a record is one million
MOST_BLOCKS = 3_000_000
DEEPEST = 64
CBOR, TAG_LINK = 0x71, 42


def recognises(start: bytes) -> bool:
    """The header of a CAR: its length, then {"roots", "version"}."""
    return b"eroots" in start[:16] and b"gversion" in start


def read(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The posts of the account, in no order."""
    did = ""
    keys: dict[bytes, str] = {}
    posts: dict[bytes, dict[str, Any]] = {}
    for link, block in blocks(file):
        if not isinstance(block, dict):
            continue
        if block.get("$type") == POSTS:
            posts[link] = columns(block)
        elif "did" in block and "rev" in block:
            did = str(block["did"])
        elif isinstance(block.get("e"), list):
            keys |= keys_of(block["e"])
    for link, said in posts.items():
        if (key := keys.get(link, "")) and did and said:
            name = key.rsplit("/", 1)[-1]
            yield said | {"id": f"at://{did}/{key}", "url": f"https://bsky.app/profile/{did}/post/{name}", "handle": did}


def columns(post: dict[str, Any]) -> dict[str, Any]:
    langs = post.get("langs")
    language = str(langs[0]) if isinstance(langs, list) and langs else ""
    return {"text": str(post.get("text", "")), "date": str(post.get("createdAt", "")), "language": language} if post.get("text") else {}


def keys_of(entries: list[Any]) -> dict[bytes, str]:
    """The keys of the records below a node of the tree: each says how much it shares with the one before."""
    found, last = {}, b""
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("k"), bytes) and isinstance(entry.get("v"), bytes):
            last = last[: int(entry.get("p", 0))] + entry["k"]
            if last.startswith(POSTS.encode() + b"/"):
                found[entry["v"]] = last.decode("ascii", "replace")
    return found


# ── CAR ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def blocks(file: IO[bytes]) -> Iterator[tuple[bytes, Any]]:
    """Each block with its link (a CID in bytes)."""
    exactly(file, length(file) or 0)  # the header
    for _ in range(MOST_BLOCKS):
        size = length(file)
        if size is None:
            return
        block = exactly(file, size)
        version, at = varint(block, 0)
        codec, at = varint(block, at)
        _hash, at = varint(block, at)
        long, at = varint(block, at)
        end = at + long
        if version != 1 or end > len(block):
            raise Broken("A block has no link.")
        if codec == CBOR:
            yield block[:end], Decoder(block, end).value(0)


def length(file: IO[bytes]) -> int | None:
    """None at the end of the file."""
    found = shift = 0
    while shift < 35:
        byte = file.read(1)
        if not byte:
            if shift:
                raise Broken("The file is cut.")
            return None
        found |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return found
        shift += 7
    raise Broken("A length makes no sense.")


def exactly(file: IO[bytes], size: int) -> bytes:
    if size > LARGEST_BLOCK:
        raise Broken("A block is too large.")
    found = b""
    while len(found) < size:
        more = file.read(size - len(found))
        if not more:
            raise Broken("The file is cut.")
        found += more
    return found


def varint(data: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while at < len(data) and shift < 63:
        found |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return found, at
        shift += 7
    raise Broken("A number makes no sense.")


# ── DAG-CBOR ─────────────────────────────────────────────────────────────────────────────────────────────────────────
class Decoder:
    """Reads one value; links are given as bytes. Raises Broken."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise Broken("A value is cut.")
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, small: int) -> int:
        if small < 24:
            return small
        if small > 27:
            raise Broken("A length makes no sense.")
        return int.from_bytes(self.take(1 << (small - 24)))

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise Broken("It is nested too deep.")
        first = self.take(1)[0]
        major, small = first >> 5, first & 31
        if major == 7:
            return self.simple(small)
        count = self.number(small)
        if major < 2:
            return count if major == 0 else -1 - count
        if major == 2:
            return self.take(count)
        if major == 3:
            return self.take(count).decode("utf-8", "replace")
        if major == 4:
            return [self.value(depth + 1) for _ in range(self.counted(count))]
        if major == 5:
            return {str(self.value(depth + 1)): self.value(depth + 1) for _ in range(self.counted(count))}
        inside = self.value(depth + 1)
        return inside[1:] if count == TAG_LINK and isinstance(inside, bytes) else inside

    def counted(self, count: int) -> int:
        """No more values than there are bytes left for them."""
        if count > len(self.data) - self.at:
            raise Broken("A value is cut.")
        return count

    def simple(self, small: int) -> Any:
        if small in {20, 21}:
            return small == 21
        if small == 27:
            self.take(8)
        return None

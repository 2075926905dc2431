"""Names of records: keys of ours, addresses, and the web page of a post."""

import hashlib
import re

from diapason.networks.base import registry

COLLECTION = "app.bsky.feed.post"
SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
# A moment of 2024 in microseconds: keys that we make look like those of that year, and never like the future.
EPOCH = 1_704_067_200_000_000
MOMENTS = 2**44
CLOCKS = 2**10
ADDRESS = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([a-z][A-Za-z0-9.]+)/([A-Za-z0-9._:~-]{1,512})")


def key_for(seed: str) -> str:
    """A record key made from a seed: always the same, in the form of a TID (https://atproto.com/specs/tid).

    A record can be made once under a key, so the same call made twice cannot make two posts.
    """
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    moment, clock = EPOCH + number // CLOCKS % MOMENTS, number % CLOCKS
    value = moment * CLOCKS + clock
    return "".join(SIGNS[value >> shift & 31] for shift in range(60, -1, -5))


def split(uri: str) -> tuple[str, str, str]:
    """Account, collection and key of an address. Raises ValueError."""
    match = ADDRESS.fullmatch(uri)
    if not match:
        raise ValueError("not the address of a record")
    return match[1], match[2], match[3]


def account_of(uri: str) -> str:
    """The account in an address, empty where it is none."""
    match = ADDRESS.fullmatch(uri)
    return match[1] if match else ""


def page(uri: str) -> str:
    """Where people read the post."""
    did, _, rkey = split(uri)
    return f"{registry.get('bluesky').manifest.api['website']}/profile/{did}/post/{rkey}"

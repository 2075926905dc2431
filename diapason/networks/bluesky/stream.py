"""What everybody says, as it is said: on a Jetstream (JSON), or on the stream of any data server or relay (CBOR). No account is needed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from itertools import batched
from urllib.parse import urlsplit

from diapason.networks.base import answers, lines, registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Heard
from diapason.networks.base.errors import NetworkError, Permanent
from diapason.networks.bluesky import client, firehose, jetstream

AT_ONCE = 25  # `actors` of getProfiles


async def find(connection: Connection, address: str) -> str:
    """Of a server: its Jetstream if it has one, else its own stream. Of a whole address: what is there."""
    parts = urlsplit(address)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    root = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    ready = root.endswith((jetstream.PATH, firehose.PATH))
    for candidate in [root] if ready else [root + jetstream.PATH, root + firehose.PATH]:
        try:
            async with lines.line(candidate):
                return candidate
        except Permanent as error:
            refused = error
    raise refused


async def hear(connection: Connection, address: str, words: str, cursor: str) -> AsyncGenerator[Heard]:
    """Where the server is behind the place that we know, it is another one: it is heard from now on, and that is said."""
    stream = jetstream.hear if address.endswith(jetstream.PATH) else firehose.hear
    try:
        async with aclosing(stream(address, cursor)) as heard:
            async for each in heard:
                yield each
    except firehose.Ahead:
        async with aclosing(firehose.hear(address, "")) as heard:
            missed = "future_cursor"
            async for each in heard:
                yield replace(each, missed=missed or each.missed)
                missed = ""


async def introduce(connection: Connection, address: str, ids: list[str]) -> dict[str, Author]:
    """From the application view: that of the whole network for its own servers; else that of the server, if it has one for everybody."""
    found: dict[str, Author] = {}
    asked = Connection(view_of(address), connection.http)
    for some in batched(ids, AT_ONCE, strict=False):
        try:
            data = await client.read(asked, "app.bsky.actor.getProfiles", actors=list(some))
            with answers.understood(mutation=False):
                found |= {str(each["did"]): author_of(each) for each in data["profiles"]}
        except NetworkError:
            break  # they stay without a name: what they said is worth more
    return found


def view_of(address: str) -> str:
    api = registry.get("bluesky").manifest.api
    parts = urlsplit(address)
    if (parts.hostname or "").endswith(str(api["servers_under"])):
        return str(api["appview"])
    root = f"{parts.scheme.replace('ws', 'http', 1)}://{parts.netloc}{parts.path}"
    return root.removesuffix(jetstream.PATH).removesuffix(firehose.PATH)


def author_of(profile: dict[str, object]) -> Author:
    did, handle = str(profile["did"]), str(profile["handle"])
    followers = profile.get("followersCount")
    return Author(
        remote_id=did,
        handle=handle,
        name=str(profile.get("displayName") or handle),
        url=f"{registry.get('bluesky').manifest.api['website']}/profile/{did}",
        avatar_url=str(profile.get("avatar") or ""),
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
    )

"""What a connector read, as a mention. The same post has the same key and the same author whichever way it came by."""

import re

from diapason.listening.mentions import Mention, host_of
from diapason.listening.models import Source
from diapason.networks.base.content import Incoming
from diapason.networks.base.registry import Network

WORLD_WIDE = re.compile(r"(?:https?|at)://|(?:tag|urn|nostr):", re.IGNORECASE)
LINK = re.compile(r"https?://", re.IGNORECASE)


def key_of(network: str, remote_id: str, base_url: str) -> str:
    """An id that counts only on its server is said with it: two servers may both have a post 17."""
    if WORLD_WIDE.match(remote_id):
        return f"{network}:{remote_id}"
    return f"{network}:{host_of(base_url)}/{remote_id}"


def author_of(network: Network, remote_id: str) -> str:
    """`network:account`, as people's accounts are known; `site/name` where there are no accounts. Empty for nobody."""
    if network.manifest.kind == "watched":
        return remote_id.strip("/")
    return f"{network.slug}:{remote_id}" if remote_id else ""


def mention(source: Source, message: Incoming, network: Network, *, base_url: str) -> Mention:
    title = str(message.data.get("title") or "")
    watched = network.manifest.kind == "watched"
    found = Mention(
        workspace=source.workspace_id,
        source=source.pk,
        key=key_of(network.slug, message.remote_id, base_url),
        said_at=message.sent_at,
        title=title,
        text=message.text.removeprefix(title).lstrip() if title else message.text,
        kind=str(message.data.get("kind") or ("article" if watched else message.kind)),
        url=message.url,
        language=(message.language or source.language)[:2].lower(),
        country=str(message.data.get("country") or "") or source.country,
        author=author_of(network, message.author.remote_id),
        author_name=message.author.name,
        author_handle="" if watched else message.author.handle,
        followers=message.author.followers,
    )
    found.has = parts(found, message.media)
    return found


def to_answer(message: Incoming) -> dict[str, object]:
    """What of it an answer needs, to be kept with the mention."""
    return {"answer": {"thread": message.thread_id, "parent": message.parent_id, "data": message.data}}


def parts(mention: Mention, media: object) -> tuple[str, ...]:
    """What comes with it, as `has:` asks."""
    there = {
        "image": bool(media),
        "link": LINK.search(mention.text) is not None,
        "author": bool(mention.author_name),
        "title": bool(mention.title),
    }
    return tuple(name for name, is_there in there.items() if is_there)

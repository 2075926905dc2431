"""Characters as federated microblogs count them: links at a fixed length, mentions without their server.

The rule of the servers (``StatusLengthValidator``): each ``http(s)`` link is replaced by a placeholder, each
``@user@host`` by ``@user``, then grapheme clusters are counted. A server declares its own length of links
(``configuration.statuses.characters_reserved_per_url``, 23 unless changed). A link is one when its domain
ends with a known top-level domain: ``http://localhost/`` counts in full.
"""

import re
from collections.abc import Iterator

from . import graphemes, urls

URL_LENGTH = 23

_NAME = r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*+"
_MENTION = re.compile(rf"(?<![=/\w])@(?P<name>(?a:{_NAME}))@\w+(?:[.-]+\w+)*+(?![@＠]|://)", re.IGNORECASE)


def count(text: str, url_length: int = URL_LENGTH) -> int:
    """Number of characters that the server will count."""
    return graphemes.count("".join(_pieces(text, url_length)))


def _pieces(text: str, url_length: int) -> Iterator[str]:
    at = 0
    for link in urls.find(text, urls.FEDERATED):
        yield _without_servers(text, at, link.start)
        yield "x" * url_length
        at = link.end
    yield _without_servers(text, at, len(text))


def _without_servers(text: str, start: int, end: int) -> str:
    """The text between two links, with mentions cut to their first part."""
    kept: list[str] = []
    for mention in _MENTION.finditer(text, start, end) if "@" in text else ():
        kept.append(text[start : mention.end("name")])
        start = mention.end()
    return "".join([*kept, text[start:end]])

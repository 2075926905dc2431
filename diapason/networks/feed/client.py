"""Fetching a feed, conditionally, and having it read by a process that may die of it."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

import httpx2

from diapason.core import apart, http
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, Temporary
from diapason.networks.feed import parser

LARGEST = 5 * 1024 * 1024
FETCH_SECONDS = 60
WORK_SECONDS = 5  # that the reading process may work
PARSE_SECONDS = 20  # that we wait for it: the machine may be busy
ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.5, */*;q=0.1"

LINK_TAG = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
LINKED = re.compile(r"""<([^<>\s]{1,1000})>\s*;[^,<]{0,200}?\brel\s*=\s*"?(hub|self)\b""", re.IGNORECASE)
FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}


@dataclass
class Fetched:
    """`body` None: unchanged since `etag` and `modified`."""

    url: str
    content_type: str
    body: bytes | None
    etag: str = ""
    modified: str = ""
    links: str = ""


@dataclass
class Feed:
    """See `parser.read` for what `items`, `digests`, `left`, `hub` and `self` are."""

    url: str
    title: str
    home: str
    items: list[dict[str, Any]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    left: int = 0
    hub: str = ""
    own: str = ""


async def fetch(connection: Connection, url: str, *, etag: str = "", modified: str = "") -> Fetched:
    """One GET, redirects followed and each of them checked, five megabytes at most."""
    headers = {"Accept": ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        async with (
            asyncio.timeout(FETCH_SECONDS),
            answers.exchange(mutation=False),
            connection.http.stream("GET", url, headers=headers, follow_redirects=True) as response,
        ):
            return await fetched(response)
    except TimeoutError as error:
        raise Temporary("The site sends its feed too slowly.", code="slow") from error


async def fetched(response: httpx2.Response) -> Fetched:
    refuse(response)
    headers = response.headers
    about = Fetched(
        str(response.url), headers.get("content-type", "")[:200], None, headers.get("etag", ""), headers.get("last-modified", "")
    )
    about.links = headers.get("link", "")[:4_000]
    if response.status_code == 304:
        return about
    try:
        about.body = await http.read(response, LARGEST)
    except http.TooLarge as error:
        raise Permanent("The feed is larger than 5 MB.", code="too_large") from error
    return about


def refuse(response: httpx2.Response) -> None:
    status = response.status_code
    if status in {404, 410}:
        raise Permanent(f"HTTP {status}", code="gone")
    if status in {401, 403}:
        raise Permanent(f"HTTP {status}", code="closed")
    if error := answers.error_for(response, mutation=False, code="unreadable" if 400 <= status < 429 else ""):
        raise error


async def parse(source: Fetched, known: Sequence[str] = ()) -> Feed | None:
    """The feed without its `known` items, or None for what is not one. Raises Permanent for one that is too heavy to read."""
    found = json.loads(await asyncio.to_thread(read_apart, source, known))
    if not found:
        return None
    said = found["title"], found["url"], found["items"], found["digests"], found["left"], found["hub"], found["self"]
    return Feed(source.url, *said)


def read_apart(source: Fetched, known: Sequence[str]) -> bytes:
    """What the reading process says."""
    given = json.dumps(list(known)).encode() + b"\n" + (source.body or b"")
    try:
        return apart.run(parser.__name__, source.url, source.content_type, str(WORK_SECONDS), given=given, wait=PARSE_SECONDS)
    except apart.TooMuch as error:
        raise Permanent("The feed took too much to read.", code="too_heavy") from error


def named_by(page: Fetched) -> str | None:
    """The first feed that a page names, in the order in which it names them."""
    text = (page.body or b"")[:500_000].decode("utf-8", "replace")
    for tag in LINK_TAG.findall(text):
        given = {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(tag)}
        if "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in FEED_TYPES and given.get("href"):
            return urljoin(page.url, given["href"])
    return None


def hub_of(source: Fetched, feed: Feed) -> tuple[str, str]:
    """Who tells of the feed's news and under which name, by the answer's headers, else by the feed itself (WebSub, section 4)."""
    linked = {rel: url for url, rel in LINKED.findall(source.links)}
    hub, topic = linked.get("hub") or feed.hub, linked.get("self") or feed.own or source.url
    hub, topic = parser.absolute(source.url, hub), parser.absolute(source.url, topic)
    return (hub, topic) if hub and topic else ("", "")

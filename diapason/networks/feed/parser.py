"""Reads a feed in a process of its own: `python -m diapason.networks.feed.parser ADDRESS CONTENT-TYPE SECONDS`. On its standard
input, a line of JSON with the digests of the items that are known, then the bytes; on its standard output, JSON.

A feed is written by a stranger. Whatever it holds (a million items, nesting without end, entities that grow), this
process alone pays, within SECONDS of work and some memory (`core.apart`), and the worker goes on.
"""

import calendar
import codecs
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from diapason.core.apart import limit_this_process
from diapason.networks.base.markup import harmless, to_text

AT_ONCE = 500  # new items of one reading; the others are left for the next
MOST_ITEMS = 20_000  # that are looked at: five megabytes of real items are fewer
LONGEST_HTML = 20_000
LONGEST_TEXT = 5_000
LONGEST_TITLE = 500

HALVES = re.compile(rb"\\u[dD][89a-fA-F]")

Item = dict[str, Any]


def read(body: bytes, address: str, content_type: str, known: Collection[str] = ()) -> dict[str, Any] | None:
    """{"title", "url", "hub", "self", "items": […], "digests": […], "left"}; None for what is not a feed.

    `items` are those that are not `known`, in the order of the feed, AT_ONCE at most; `left` counts the new ones beyond. `digests` are
    those of the items given and of the known ones that are still there. `hub` and `self` are for WebSub, as the feed writes them.
    """
    make = read_json if body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{" else read_xml
    return make(body, address, content_type, frozenset(known))


# ── RSS and Atom ─────────────────────────────────────────────────────────────────────────────────────────────────────
def read_xml(body: bytes, address: str, content_type: str, known: frozenset[str]) -> dict[str, Any] | None:
    import feedparser

    # As a file: given bytes, feedparser would first try them as the name of one.
    found = feedparser.parse(
        io.BytesIO(body), response_headers={"content-type": content_type, "content-location": address}, sanitize_html=False
    )
    if not found.get("version"):
        return None
    about = found.feed
    links = {str(link.get("rel")): str(link.get("href") or "") for link in reversed(about.get("links", []))}
    named = {"hub": links.get("hub", ""), "self": links.get("self", "")}
    return made(about.get("title", ""), about.get("link", ""), address) | named | chosen(found.entries, address, xml_item, xml_name, known)


def xml_name(entry: Any, address: str) -> tuple[str, str]:
    return str(entry.get("id", "")), absolute(address, entry.get("link", ""))


def xml_item(entry: Any, address: str) -> Item:
    html = next((part.get("value", "") for part in entry.get("content", ())), "") or entry.get("summary", "")
    return item(
        given=entry.get("id", ""),
        url=absolute(address, entry.get("link", "")),
        title=entry.get("title", ""),
        html=html,
        author=entry.get("author", ""),
        at=moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        tags=[str(tag.get("term") or "") for tag in entry.get("tags", ())],
    )


def moment(parsed: Any) -> str:
    """ISO date of a time tuple in UTC; empty for none and for those that are no date."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else ""
    except (ValueError, OverflowError, OSError, TypeError):
        return ""


# ── JSON Feed ────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_json(body: bytes, address: str, content_type: str, known: frozenset[str]) -> dict[str, Any] | None:
    data = json.loads(body)
    if HALVES.search(body):  # of letters: some sites cut their texts through an emoji
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "ignore"))
    if not isinstance(data, Mapping) or "jsonfeed.org/version" not in str(data.get("version", ""))[:100]:
        return None
    entries = data.get("items")
    entries = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    hubs = data.get("hubs")
    hubs = [hub for hub in hubs if isinstance(hub, Mapping)] if isinstance(hubs, list) else []
    hub = next((str(hub.get("url") or "") for hub in hubs if str(hub.get("type", "")).lower() == "websub"), "")
    named = {"hub": hub, "self": str(data.get("feed_url") or "")}
    return made(data.get("title"), data.get("home_page_url"), address) | named | chosen(entries, address, json_item, json_name, known)


def json_name(entry: Mapping[str, Any], address: str) -> tuple[str, str]:
    return str(entry.get("id") or ""), absolute(address, str(entry.get("url") or entry.get("external_url") or ""))


def json_item(entry: Mapping[str, Any], address: str) -> Item:
    authors = entry.get("authors") or [entry.get("author") or {}]
    first = authors[0] if isinstance(authors, list) and authors and isinstance(authors[0], Mapping) else {}
    tags = entry.get("tags")
    html = entry.get("content_html")
    return item(
        given=str(entry.get("id") or ""),
        url=absolute(address, str(entry.get("url") or entry.get("external_url") or "")),
        title=str(entry.get("title") or ""),
        html=str(html) if html else as_html(str(entry.get("content_text") or entry.get("summary") or "")),
        author=str(first.get("name") or ""),
        at=iso(str(entry.get("date_published") or entry.get("date_modified") or "")),
        tags=[str(tag) for tag in tags] if isinstance(tags, list) else [],
    )


def as_html(text: str) -> str:
    from html import escape

    return "".join(f"<p>{escape(part)}</p>" for part in text[:LONGEST_TEXT].split("\n\n"))


def iso(text: str) -> str:
    try:
        date = datetime.fromisoformat(text)
        return (date.replace(tzinfo=UTC) if date.tzinfo is None else date).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def made(title: Any, url: Any, address: str) -> dict[str, Any]:
    return {"title": to_text(str(title or ""), LONGEST_TITLE), "url": absolute(address, str(url or ""))}


def chosen(
    entries: Sequence[Any],
    address: str,
    make: Callable[[Any, str], Item],
    name: Callable[[Any, str], tuple[str, str]],
    known: frozenset[str],
) -> dict[str, Any]:
    """The new items, and how many are left. Of two with the same name, the first."""
    entries = entries[:MOST_ITEMS]
    items: list[Item] = []
    digests: dict[str, None] = {}
    left = 0
    for entry, given in zip(entries, names([name(entry, address) for entry in entries]), strict=True):
        item = None if given else make(entry, address)
        key = digest(remote_id(given, item))
        if key in digests:
            continue
        if key in known:
            digests[key] = None
        elif len(items) < AT_ONCE:
            digests[key] = None
            items.append({**(item or make(entry, address)), "remote_id": remote_id(given, item)})
        else:
            left += 1
    return {"items": items, "digests": list(digests), "left": left}


def names(given: Sequence[tuple[str, str]]) -> list[str]:
    """What each item is called, of its name and its address. A name that several addresses share is that of the site, and names none."""
    addresses: dict[str, set[str]] = {}
    for called, url in given:
        addresses.setdefault(called, set()).update([url] if url else ())
    return [url if not called or (url and len(addresses[called]) > 1) else called for called, url in given]


def remote_id(given: str, item: Item | None) -> str:
    """What the feed calls the item, else its address, else its words."""
    if given and len(given) <= 300:
        return given
    words = given if item is None else f"{item['title']}\n{item['text']}"
    return f"sha256:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()}"


def digest(remote_id: str) -> str:
    return hashlib.sha256(remote_id.encode("utf-8", "replace")).hexdigest()[:16]


def item(*, given: str, url: str, title: str, html: str, author: str, at: str, tags: list[str]) -> Item:
    return {
        "id": given,
        "url": url,
        "title": to_text(title, LONGEST_TITLE),
        "text": to_text(html, LONGEST_HTML)[:LONGEST_TEXT],
        "html": harmless(html, LONGEST_HTML),
        "author": to_text(author, 200),
        "at": at,
        "tags": [to_text(tag, 100) for tag in tags[:20] if tag.strip()],
    }


def absolute(address: str, url: str) -> str:
    """The web address that was meant; empty for none and for what is not of the web."""
    try:
        url = urljoin(address, url) if url else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) and len(url) <= 1000 else ""


def main() -> None:
    address, content_type, seconds = sys.argv[1:4]
    limit_this_process(int(seconds))
    try:
        known = json.loads(sys.stdin.buffer.readline())
        found = read(sys.stdin.buffer.read(), address, content_type, known)
    except (ValueError, RecursionError):
        found = None
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()

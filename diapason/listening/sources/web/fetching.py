"""Fetching a page as a polite visitor: what robots.txt lets us, no larger and no longer than a page may be."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx2

from diapason.core import apart, http
from diapason.listening.mentions import host_of
from diapason.listening.sources.web import permission, sparing
from diapason.networks.base import answers
from diapason.networks.base.errors import NetworkError, Permanent, Temporary

LARGEST = 3 * 1024 * 1024
FETCH_SECONDS = 40
WORK_SECONDS = 8  # that the reading process may work
READ_SECONDS = 40  # that we wait for it: the machine may be busy
REDIRECTS = 5
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
PAGES = re.compile(r"\s*(text/html|application/xhtml\+xml)\b", re.IGNORECASE)
CLOSED = {401, 402, 403, 407, 451}
READER = "diapason.listening.sources.web.reader"


class Moved(Exception):
    """The page is on another site, which has its own turn to be asked."""

    def __init__(self, url: str) -> None:
        super().__init__("The page is on another site.")
        self.url = url


@dataclass(frozen=True, slots=True)
class Page:
    """`body` None: unchanged since `etag` and `modified`. `delay` is how long the site wants between two pages, in seconds."""

    url: str
    content_type: str
    body: bytes | None
    etag: str = ""
    modified: str = ""
    delay: float = 0.0


async def fetch(session: httpx2.AsyncClient, url: str, *, etag: str = "", modified: str = "") -> Page:
    """The page at an address of this site. Raises Moved where it leads to another one, else one of the five words, whose `code` is a
    key of `reasons.REASONS`."""
    host = host_of(url)
    given = {"Accept": ACCEPT} | ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            for _hop in range(REDIRECTS + 1):
                rules = await permission.rules(session, url)
                if not rules.allow(url):
                    raise Permanent("robots.txt forbids this page.", code="robots")
                found = await ask(session, url, given, rules.delay)
                if isinstance(found, Page):
                    return found
                url = found
                if host_of(url) != host:
                    raise Moved(url)
    except TimeoutError as error:
        raise Temporary("The site sends its page too slowly.", code="unreachable") from error
    raise Permanent("Too many redirections.", code="around")


async def ask(session: httpx2.AsyncClient, url: str, headers: dict[str, str], delay: float) -> Page | str:
    """The page, or the address that it has moved to."""
    async with answers.exchange(mutation=False), session.stream("GET", url, headers=headers) as response:
        if response.status_code in {301, 302, 303, 307, 308}:
            return moved_to(url, response.headers.get("location", ""))
        refuse(response)
        said = response.headers
        about = said.get("content-type", "")[:200], said.get("etag", "")[:300], said.get("last-modified", "")[:100]
        body = None if response.status_code == 304 else await read(response)
    return Page(url, about[0], body, about[1], about[2], delay)


async def read(response: httpx2.Response) -> bytes:
    if not PAGES.match(response.headers.get("content-type", "text/html")):
        raise Permanent("What is at this address is not a page.", code="not_a_page")
    if sparing.in_headers(response.headers):
        raise Permanent("The page asks not to be kept elsewhere.", code="reserved")
    try:
        return await http.read(response, LARGEST)
    except http.TooLarge as error:
        raise Permanent("The page is larger than 3 MB.", code="too_large") from error


def moved_to(url: str, location: str) -> str:
    try:
        found = urljoin(url, location)
    except ValueError:
        found = ""
    if not location or not found.startswith(("http://", "https://")) or len(found) > 1000:
        raise Permanent("It leads nowhere.", code="gone")
    return found.split("#", 1)[0]


def refuse(response: httpx2.Response) -> None:
    status = response.status_code
    if status in {404, 410}:
        raise Permanent(f"HTTP {status}", code="gone")
    if status in CLOSED:
        raise Permanent(f"HTTP {status}", code="closed")
    code = "refused" if 400 <= status < 500 and status not in {408, 425, 429} else "unreachable"
    if error := answers.error_for(response, mutation=False, code=code):
        raise error


def reason(error: NetworkError) -> str:
    """A key of `reasons.REASONS`."""
    return "private" if error.code == "address_refused" else error.code or "unreachable"


# ── What it holds ────────────────────────────────────────────────────────────────────────────────────────────────────
async def understood(page: Page, what: str, selector: str = "") -> dict[str, Any]:
    """What `reader` says of a page. Raises Permanent for one that takes too much."""
    about = json.dumps({"url": page.url, "type": page.content_type, "selector": selector}).encode()
    try:
        said = await asyncio.to_thread(
            apart.run, READER, what, str(WORK_SECONDS), given=about + b"\n" + (page.body or b""), wait=READ_SECONDS
        )
    except apart.TooMuch as error:
        raise Permanent("The page took too much to read.", code="too_heavy") from error
    found: dict[str, Any] = json.loads(said)
    return found

"""Connecting a site: its API is found from the address that readers type, then the application password is tried."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2

from diapason.core import http
from diapason.networks.base import answers
from diapason.networks.base.connection import Connected, Connection, Health
from diapason.networks.base.errors import NetworkError, Permanent, Reauth
from diapason.networks.wordpress import client

API_LINK = re.compile(r'<link[^>]+rel=["\']https://api\.w\.org/["\'][^>]*>', re.IGNORECASE)
HREF = re.compile(r'href=["\']([^"\']+)["\']', re.IGNORECASE)
GUESSES = ("wp-json/", "index.php?rest_route=/")
# What an account may do, as its capabilities are called, and as we keep it.
RIGHTS = {
    "publish_posts": "publish",
    "upload_files": "upload",
    "moderate_comments": "moderate",
    "manage_categories": "make_categories",
}


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    root, index = await discover(connection)
    if "application-passwords" not in (index.get("authentication") or {}):
        raise Permanent("The site offers no application passwords.", code="no_application_passwords")
    if urlsplit(root).scheme != "https" and not http.trusted(root):
        raise Permanent("The address of the API is not encrypted.", code="not_secure")
    username, password = fields.get("username", "").strip(), fields.get("password", "").strip()
    if not username or not password:
        raise Reauth("No user name or no password was given.", code="refused_password")
    secrets = client.sealed(username, password)
    user = await who(Connection(root, connection.http, secrets))
    with answers.understood(mutation=False):
        if "publish_posts" not in user["capabilities"]:
            raise Permanent("This account may not publish on the site.", code="role_too_low")
        return Connected(
            account_id=str(user["id"]),
            handle=str(user["username"]),
            name=str(index.get("name") or urlsplit(root).hostname),
            base_url=root,
            credentials=secrets,
            url=str(index.get("home") or ""),
            avatar_url=str(index.get("site_icon_url") or ""),
            declared=declared(index, user),
        )


async def check(connection: Connection) -> Health:
    user = await who(connection)
    index = await client.read(connection, "/")
    with answers.understood(mutation=False):
        if "publish_posts" not in user["capabilities"]:
            raise Reauth("This account may no longer publish on the site.", code="role_too_low")
        return Health(
            handle=str(user["username"]),
            name=str(index.get("name") or ""),
            avatar_url=str(index.get("site_icon_url") or ""),
            declared=declared(index, user),
        )


async def who(connection: Connection) -> dict[str, Any]:
    user = await client.read(connection, "/wp/v2/users/me", context="edit")
    with answers.understood(mutation=False):
        return dict(user)


def declared(index: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    """What the site says of itself and of what our account may do there."""
    able = user["capabilities"]
    return {"rights": [ours for theirs, ours in RIGHTS.items() if able.get(theirs)], "time_zone": str(index.get("timezone_string") or "")}


async def discover(connection: Connection) -> tuple[str, dict[str, Any]]:
    """The root of the API and what it says of the site; no password travels here.

    The site names its API in a header and in its pages; where both are missing, the two usual places are tried.
    """
    home = await look(connection, connection.base_url)
    if home is None:
        raise Permanent("The site does not answer at this address.", code="no_site")
    named = link(home)
    for place in [named] if named else [urljoin(f"{str(home.url).split('?')[0].rstrip('/')}/", guess) for guess in GUESSES]:
        answer = await look(connection, place)
        if answer is not None and (index := index_of(answer)):
            return root_of(str(answer.url)), index
    raise Permanent("No REST API was found at this address.", code="no_api" if named else "no_site")


async def look(connection: Connection, url: str) -> httpx2.Response | None:
    """A page and where it was found in the end; None where the site refuses it."""
    try:
        return await answers.send(connection.http, "GET", url, mutation=False, follow_redirects=True)
    except NetworkError as error:
        if error.code == "address_refused":
            raise
        return None


def link(page: httpx2.Response) -> str | None:
    """Where a page says that the API is."""
    found = page.links.get("https://api.w.org/", {}).get("url")
    if not found and (tag := API_LINK.search(page.text)) and (href := HREF.search(tag[0])):
        found = href[1]
    return urljoin(str(page.url), found) if found else None


def index_of(answer: httpx2.Response) -> dict[str, Any] | None:
    try:
        index = answer.json()
        return dict(index) if "wp/v2" in index["namespaces"] else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def root_of(url: str) -> str:
    """The address before a route: what `client.address` takes."""
    return url.split("rest_route=")[0] + "rest_route=" if "rest_route=" in url else url.rstrip("/")

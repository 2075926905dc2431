"""Calls to a site's REST API, and what its refusals mean.

`base_url` is the root of the API as the site named it: `https://site.example/wp-json`, or, where the addresses of the
site are the plain ones, `https://site.example/index.php?rest_route=`.
"""

import base64
import html
import re
from datetime import timedelta
from typing import Any

import httpx2

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth

LONGEST_MESSAGE = 300
FLOOD = timedelta(seconds=15)  # wp_check_comment_flood

# What a 403 says of the account rather than of the content.
ROLE = re.compile(r"rest_cannot_(create|publish|edit|assign|delete|read|view|manage)\w*|rest_forbidden\w*|rest_user_cannot\w*")
REFUSALS: dict[str, str] = {
    "comment_duplicate": "duplicate",
    "rest_comment_closed": "comments_closed",
    "rest_comment_invalid_post_id": "comments_closed",
    "rest_comment_trash_post": "comments_closed",
    "rest_comment_draft_post": "comments_closed",
    "rest_comment_invalid_parent": "comment_gone",
    "rest_comment_invalid_id": "comment_gone",
    "rest_post_invalid_id": "not_found",
    "rest_term_invalid": "no_category",
    # Answered with a status of 500, although nothing was kept.
    "rest_upload_sideload_error": "media_refused",
    "rest_upload_unknown_error": "media_refused",
    "rest_upload_file_too_big": "too_large",
    "rest_upload_limited_space": "too_large",
}


async def call(connection: Connection, method: str, route: str, *, mutation: bool = False, **options: Any) -> httpx2.Response:
    """One call as the account. `route` starts at /wp/v2. Raises the word of a refusal."""
    url, params = address(connection.base_url, route)
    params.update(options.pop("params", {}))
    headers = options.pop("headers", {})
    if pair := connection.credentials.get("basic"):
        headers = {**headers, "Authorization": f"Basic {pair}"}
    response = await answers.send(connection.http, method, url, mutation=mutation, params=params, headers=headers, **options)
    if error := refusal(response, mutation=mutation):
        raise error
    return response


def sealed(username: str, password: str) -> Sealed:
    """What is kept of a name and an application password: the pair as it is sent."""
    return Sealed(basic=base64.b64encode(f"{username}:{password}".encode()).decode())


def address(base_url: str, route: str) -> tuple[str, dict[str, Any]]:
    """Where a route is, and the parameters that say it."""
    if "rest_route=" not in base_url:
        return base_url.rstrip("/") + route, {}
    return base_url.split("?")[0], {"rest_route": route}


async def read(connection: Connection, route: str, **params: Any) -> Any:
    """The JSON of a GET."""
    return data_of(await call(connection, "GET", route, params=params), mutation=False)


async def act(connection: Connection, route: str, body: dict[str, Any], **params: Any) -> Any:
    """The JSON of a POST, which changes something."""
    return data_of(await call(connection, "POST", route, mutation=True, json=body, params=params), mutation=True)


def data_of(response: httpx2.Response, *, mutation: bool) -> Any:
    with answers.understood(mutation=mutation):
        return response.json()


def refusal(response: httpx2.Response, *, mutation: bool) -> NetworkError | None:
    status = response.status_code
    if status < 300:
        return None
    if status < 400:  # not followed: a password must not travel to another address
        return Permanent(f"HTTP {status}", code="moved")
    code, message = said(response)
    if code == "comment_flood":
        return RateLimited(message, until=clock.now() + FLOOD, code="slow_down")
    if code in REFUSALS:
        return Permanent(message, code=REFUSALS[code])
    if status == 401:
        return Reauth(message or "HTTP 401", code="refused_password")
    if status == 403:
        return forbidden(code, message)
    if status == 413:
        return Permanent(message or "HTTP 413", code="too_large")
    if status in {404, 410}:
        return Permanent(message or f"HTTP {status}", code="not_found")
    return answers.error_for(response, mutation=mutation, detail=message, code="refused" if status < 500 and status != 429 else "")


def forbidden(code: str, message: str) -> NetworkError:
    """A 403: of the account's role, of a firewall that stands before the site, or of this content."""
    if ROLE.fullmatch(code):
        return Reauth(message, code="role_too_low")
    if not code:
        return Permanent("HTTP 403", code="blocked")
    return Permanent(message, code="refused")


def said(response: httpx2.Response) -> tuple[str, str]:
    """The error's code and the site's own words, as text and cut short; empty where the answer is not the API's."""
    try:
        data = response.json()
        code, message = data.get("code", ""), data.get("message", "")
    except (ValueError, AttributeError, RecursionError):
        return "", ""
    return str(code), html.unescape(re.sub(r"<[^>]*>", "", str(message)))[:LONGEST_MESSAGE]

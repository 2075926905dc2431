"""Calls to a server, and what its refusals mean. Bodies go as JSON: some servers store a form-encoded post empty."""

import re
from typing import Any

import httpx2

from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, Reauth, Temporary, Unknown

LONGEST_MESSAGE = 300


async def call(connection: Connection, method: str, path: str, *, mutation: bool = False, **options: Any) -> httpx2.Response:
    """One call with the account's token. Raises the word of a refusal."""
    headers = {"Accept": "application/json", **options.pop("headers", {})}
    if token := connection.credentials.get("access"):
        headers["Authorization"] = f"Bearer {token}"
    url = connection.base_url.rstrip("/") + path
    response = await answers.send(connection.http, method, url, mutation=mutation, headers=headers, **options)
    if error := refusal(response, mutation=mutation):
        raise error
    return response


async def read(connection: Connection, path: str, **params: Any) -> Any:
    """The JSON of a GET."""
    response = await call(connection, "GET", path, params=params)
    with answers.understood(mutation=False):
        return response.json()


def message_of(response: httpx2.Response) -> str:
    """The server's own words, cut short: {"error": …} or, for OAuth, {"error_description": …}."""
    try:
        data = response.json()
        text = data.get("error_description") or data.get("error") or ""
    except (ValueError, AttributeError, RecursionError):
        return ""
    return str(text)[:LONGEST_MESSAGE]


def refusal(response: httpx2.Response, *, mutation: bool) -> NetworkError | None:
    message = message_of(response)
    status = response.status_code
    if status == 401:
        return Reauth(message, code="token_refused")
    if status == 403:
        outside = "scope" in message.lower()
        return Reauth(message, code="scope_missing") if outside else Permanent(message or "HTTP 403", code="forbidden")
    if status in {404, 410}:
        return Permanent(message or f"HTTP {status}", code="not_found")
    if status in {400, 422}:
        return unprocessable(message or f"HTTP {status}")
    return answers.error_for(response, mutation=mutation, detail=message, code="refused" if status < 500 and status != 429 else "")


def unprocessable(message: str) -> NetworkError:
    """A 400 or 422, by its words: they are the only difference (`config/locales/en.yml` of the server)."""
    words = message.lower()
    if "media" in words and "not found" in words:
        return Permanent(message, code="media_lost")
    if "already attached" in words:
        return Unknown(message, code="media_attached")
    if "processing" in words or "not ready" in words:
        return Temporary(message, code="media_processing")
    if re.search(r"character limit|too long", words):
        return Permanent(message, code="too_long")
    if re.search(r"\bfile\b|content type|media", words):
        return Permanent(message, code="media_refused")
    return Permanent(message, code="refused")

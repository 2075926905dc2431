"""A message in a room (https://spec.matrix.org/v1.16/client-server-api/). The server recognises a transaction id for as long as the
token lives, so that a message whose answer was lost is sent again without being said twice."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth

LONGEST = 15_000  # letters: 60 kB at most, whatever they are


async def greet(connection: Connection) -> str:
    me = await call(connection, "GET", "/account/whoami")
    room = await room_of(connection)
    with answers.understood(mutation=False):
        return f"{me['user_id']} → {connection.credentials.get('room') or room}"


async def tell(connection: Connection, text: str, key: str) -> None:
    path = f"/rooms/{quote(await room_of(connection), safe='')}/send/m.room.message/{quote(key, safe='')}"
    await call(connection, "PUT", path, mutation=True, json={"msgtype": "m.text", "body": text[:LONGEST]})


async def room_of(connection: Connection) -> str:
    """Its number; an address is looked up."""
    typed = str(connection.credentials.get("room", "")).strip()
    if typed.startswith("!"):
        return typed
    if not typed.startswith("#"):
        raise Permanent("This is no address of a room.", code="no_room")
    found = await call(connection, "GET", f"/directory/room/{quote(typed, safe='')}")
    with answers.understood(mutation=False):
        return str(found["room_id"])


async def call(connection: Connection, method: str, path: str, *, mutation: bool = False, **options: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {str(connection.credentials.get('token', '')).strip()}"}
    url = f"{connection.base_url.rstrip('/')}/_matrix/client/v3{path}"
    response = await answers.send(connection.http, method, url, mutation=mutation, headers=headers, **options)
    if error := refusal(response, mutation=mutation):
        raise error
    with answers.understood(mutation=mutation):
        return dict(response.json())


def refusal(response: httpx2.Response, *, mutation: bool) -> NetworkError | None:
    """By its `errcode`: {"errcode": "M_FORBIDDEN", "error": "You are not a member of this room."}."""
    if response.status_code < 400:
        return None
    try:
        said = response.json()
        code, words = str(said.get("errcode", "")), str(said.get("error", ""))[:200]
    except (ValueError, AttributeError, RecursionError):
        code, words = "", ""
    if code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"):
        return Reauth(words, code="forbidden")
    if code == "M_FORBIDDEN":
        return Permanent(words, code="forbidden")
    if code in ("M_NOT_FOUND", "M_INVALID_PARAM") and response.status_code in (400, 404):
        return Permanent(words, code="no_room")
    if code == "M_LIMIT_EXCEEDED":
        wait = int(said.get("retry_after_ms") or 30_000)
        return RateLimited(words, until=clock.now() + timedelta(milliseconds=wait))
    return answers.error_for(response, mutation=mutation, detail=words, code="refused" if response.status_code < 500 else "")

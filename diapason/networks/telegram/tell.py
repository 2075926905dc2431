"""A message by a bot (https://core.telegram.org/bots/api). The token is part of the address: no error may show one."""

import re
from datetime import timedelta
from typing import Any

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth

SERVER = "https://api.telegram.org"
TOKEN = re.compile(r"\d{3,20}:[\w-]{20,60}")
LONGEST = 4096


async def greet(connection: Connection) -> str:
    found = await call(connection, "getChat", mutation=False)
    return str(found.get("title") or found.get("username") or found.get("first_name") or found["id"])


async def tell(connection: Connection, text: str, key: str) -> None:
    """The network knows no keys: a message whose answer was lost is not sent again."""
    await call(connection, "sendMessage", mutation=True, text=text[:LONGEST], link_preview_options={"is_disabled": True})


async def call(connection: Connection, method: str, *, mutation: bool, **body: Any) -> dict[str, Any]:
    token = str(connection.credentials.get("token", "")).strip()
    if not TOKEN.fullmatch(token):
        raise Permanent("This is not the token of a bot.", code="bad_token")
    url = f"{connection.base_url or SERVER}/bot{token}/{method}"
    chat = str(connection.credentials.get("chat", "")).strip()
    response = await answers.send(connection.http, "POST", url, mutation=mutation, json={"chat_id": chat, **body})
    with answers.understood(mutation=mutation):
        said = response.json()
        good = bool(said["ok"])
    if not good:
        raise refusal(said, response.status_code, mutation=mutation)
    return dict(said["result"])


def refusal(said: dict[str, Any], status: int, *, mutation: bool) -> NetworkError:
    """By `error_code` and its words: {"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}."""
    words, code = str(said.get("description", ""))[:200], int(said.get("error_code", status))
    if code in (401, 404):
        return Reauth(words, code="bad_token")
    if code == 403:
        return Permanent(words, code="forbidden")
    if code == 429:
        seconds = int((said.get("parameters") or {}).get("retry_after", 30))
        return RateLimited(words, until=clock.now() + timedelta(seconds=seconds))
    if "chat not found" in words.lower():
        return Permanent(words, code="no_chat")
    return answers.lost(words, mutation) if code >= 500 else Permanent(words, code="refused")

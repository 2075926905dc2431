"""Calls to a data server (XRPC), the access renewed when it ends."""

from typing import Any

import httpx2

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.renewal import renew
from diapason.networks.bluesky import dpop, sessions
from diapason.networks.bluesky.refusals import has_ended, refusal

# Seconds before its end that an access is renewed, so that a call does not meet it.
AHEAD = 60


async def call(connection: Connection, method: str, nsid: str, *, mutation: bool = False, **options: Any) -> httpx2.Response:
    """One call with the account's access. Raises the word of a refusal.

    An access that ended is renewed once and the call made again: the server refused it before doing anything.
    """
    used = connection.credentials.get("access", "")
    if sessions.ends_within(connection.credentials, AHEAD, clock.now()):
        await renew(connection, used, lambda credentials: sessions.refresh(connection, credentials))
        used = connection.credentials["access"]
    response = await send(connection, method, nsid, mutation=mutation, **options)
    if has_ended(response) and used:
        await renew(connection, used, lambda credentials: sessions.refresh(connection, credentials))
        response = await send(connection, method, nsid, mutation=mutation, **options)
    if error := refusal(response, nsid, mutation=mutation):
        raise error
    return response


async def send(connection: Connection, method: str, nsid: str, *, mutation: bool, **options: Any) -> httpx2.Response:
    url = f"{connection.base_url.rstrip('/')}/xrpc/{nsid}"
    headers = options.pop("headers", {})
    if "dpop_key" in connection.credentials:
        return await dpop.send(connection, method, url, mutation=mutation, headers=headers, **options)
    access = connection.credentials.get("access", "")
    headers = {"Authorization": f"Bearer {access}", **headers} if access else headers
    return await answers.send(connection.http, method, url, mutation=mutation, headers=headers, **options)


async def read(connection: Connection, nsid: str, **params: Any) -> dict[str, Any]:
    """The JSON of a query."""
    response = await call(connection, "GET", nsid, params=params)
    with answers.understood(mutation=False):
        return as_object(response)


def as_object(response: httpx2.Response) -> dict[str, Any]:
    data = response.json()
    if not isinstance(data, dict):
        raise TypeError("an object was expected")
    return data

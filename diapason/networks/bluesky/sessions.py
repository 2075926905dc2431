"""What gives access to a data server, and its renewal: sessions of an app password, and tokens of OAuth."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Reauth
from diapason.networks.bluesky import dpop
from diapason.networks.bluesky.refusals import refusal


async def create(connection: Connection, handle: str, password: str) -> dict[str, Any]:
    """A session of an app password. Raises Reauth where either is wrong."""
    body = {"identifier": handle, "password": password}
    response = await post(connection, "com.atproto.server.createSession", json=body)
    with answers.understood(mutation=False):
        data = response.json()
        check_tokens(data)
        return dict(data)


async def refresh(connection: Connection, credentials: Sealed) -> Sealed:
    """New credentials for those that ended. Raises Reauth where only a person can help."""
    if "dpop_key" in credentials:
        return await refresh_tokens(connection, credentials)
    if not credentials.get("refresh"):
        raise Reauth("There is no access to renew.", code="session_ended")
    headers = {"Authorization": f"Bearer {credentials['refresh']}"}
    response = await post(connection, "com.atproto.server.refreshSession", headers=headers)
    with answers.understood(mutation=False):
        data = response.json()
        check_tokens(data)
        return Sealed(credentials, access=data["accessJwt"], refresh=data["refreshJwt"])


async def post(connection: Connection, nsid: str, **options: Any) -> httpx2.Response:
    """A call that is its own proof of identity, and does no harm when repeated."""
    url = f"{connection.base_url.rstrip('/')}/xrpc/{nsid}"
    response = await answers.send(connection.http, "POST", url, mutation=False, **options)
    if error := refusal(response, nsid, mutation=False):
        raise error
    return response


def check_tokens(data: dict[str, Any]) -> None:
    if not (isinstance(data["accessJwt"], str) and isinstance(data["refreshJwt"], str) and data["accessJwt"]):
        raise TypeError("tokens were expected")


async def refresh_tokens(connection: Connection, credentials: Sealed) -> Sealed:
    body = {"grant_type": "refresh_token", "refresh_token": credentials["refresh"], "client_id": credentials["client_id"]}
    asking = Connection(connection.base_url, connection.http, credentials)
    response = await dpop.send(asking, "POST", credentials["token_endpoint"], mutation=False, bound=False, data=body)
    if response.status_code in {400, 401}:
        raise Reauth("The server did not renew the access.", code="session_ended")
    if error := answers.error_for(response, mutation=False):
        raise error
    with answers.understood(mutation=False):
        return tokens(response.json(), credentials)


def tokens(data: dict[str, Any], known: Sealed) -> Sealed:
    """The credentials of a token answer (RFC 6749), with what is already known of the server."""
    if str(data["token_type"]).lower() != "dpop" or not isinstance(data["access_token"], str):
        raise TypeError("a token bound to our key was expected")
    ends = clock.now() + timedelta(seconds=int(data.get("expires_in") or 600))
    refreshed = str(data.get("refresh_token") or known.get("refresh", ""))
    return Sealed(known, access=data["access_token"], refresh=refreshed, ends=ends.isoformat())


def ends_within(credentials: Sealed, seconds: float, now: datetime) -> bool:
    """Whether the access is known to end so soon; an access that does not say is tried."""
    end = end_of(credentials)
    return end is not None and end <= now + timedelta(seconds=seconds)


def end_of(credentials: Sealed) -> datetime | None:
    if "ends" in credentials:
        return datetime.fromisoformat(credentials["ends"])
    try:
        payload = str(credentials.get("access", "")).split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return datetime.fromtimestamp(claims["exp"], UTC)
    except (IndexError, ValueError, KeyError, TypeError):
        return None

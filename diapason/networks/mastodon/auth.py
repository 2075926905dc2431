"""Connecting an account: OAuth with PKCE after registering on that very instance, or a token that the person made."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from diapason.core.crypto import Sealed
from diapason.networks.base import answers, registry
from diapason.networks.base.connection import Authorization, Connected, Connection, Health
from diapason.networks.base.errors import Permanent, Reauth
from diapason.networks.mastodon import client, limits

APPLICATION = "Diapason"


def scopes() -> str:
    wanted = registry.get("mastodon").manifest.auth["scopes"]
    return " ".join(sorted({scope for group in wanted.values() for scope in group}))


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    token = fields.get("token", "").strip()
    if not token:
        raise Reauth("No token was given.", code="token_refused")
    connection.credentials = Sealed(access=token)
    return await connected(connection)


async def authorize(connection: Connection, redirect_uri: str) -> Authorization:
    application = await registered(connection, redirect_uri)
    state, verifier = token_urlsafe(32), generate_token(64)
    query = {
        "response_type": "code",
        "client_id": application["client_id"],
        "redirect_uri": redirect_uri,
        "scope": scopes(),
        "state": state,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    url = f"{connection.base_url.rstrip('/')}/oauth/authorize?{urlencode(query)}"
    return Authorization(url, state, Sealed(application, verifier=verifier))


async def registered(connection: Connection, redirect_uri: str) -> dict[str, str]:
    """Our application on this instance: the one that this space already has, or a new one."""
    known = connection.credentials
    if known.get("client_id") and known.get("redirect_uri") == redirect_uri:
        return {name: known[name] for name in ("client_id", "client_secret", "redirect_uri")}
    asked = {"client_name": APPLICATION, "redirect_uris": redirect_uri, "scopes": scopes(), "website": website(redirect_uri)}
    data = await act(Connection(connection.base_url, connection.http), "/api/v1/apps", asked)
    with answers.understood(mutation=False):
        return {"client_id": str(data["client_id"]), "client_secret": str(data["client_secret"]), "redirect_uri": redirect_uri}


def website(redirect_uri: str) -> str:
    parts = urlsplit(redirect_uri)
    return f"{parts.scheme}://{parts.netloc}"


async def complete(connection: Connection, redirect_uri: str, secrets: Sealed, answer: dict[str, str]) -> Connected:
    if "code" not in answer:
        raise Permanent(answer.get("error_description", "")[:200] or "No code came back.", code="access_denied")
    exchange = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "client_id": secrets["client_id"],
        "client_secret": secrets["client_secret"],
        "redirect_uri": redirect_uri,
        "code_verifier": secrets["verifier"],
        "scope": scopes(),
    }
    data = await act(Connection(connection.base_url, connection.http), "/oauth/token", exchange)
    application = {name: secrets[name] for name in ("client_id", "client_secret")}
    with answers.understood(mutation=False):
        connection.credentials = Sealed(application, access=str(data["access_token"]), redirect_uri=redirect_uri)
    return await connected(connection)


async def act(connection: Connection, path: str, body: dict[str, str]) -> Any:
    """A POST that does no harm when repeated: an application, a token."""
    with speaking():
        response = await client.call(connection, "POST", path, json=body)
    with answers.understood(mutation=False):
        return response.json()


@contextmanager
def speaking() -> Iterator[None]:
    """A server that has no such address is not one of this network."""
    try:
        yield
    except Permanent as error:
        if error.code != "not_found":
            raise
        raise Permanent(error.detail, code="not_mastodon") from error


async def connected(connection: Connection) -> Connected:
    with speaking():
        account = await client.read(connection, "/api/v1/accounts/verify_credentials")
        declared = await limits.declared(connection)
    with answers.understood(mutation=False):
        return Connected(
            account_id=str(account["id"]),
            handle=handle(account, connection, declared),
            name=str(account.get("display_name") or account["username"]),
            base_url=connection.base_url,
            credentials=connection.credentials,
            url=str(account.get("url") or ""),
            avatar_url=str(account.get("avatar") or ""),
            declared=declared,
        )


def handle(account: dict[str, Any], connection: Connection, declared: dict[str, Any]) -> str:
    """@user@host: the host is the one that the instance calls itself, which may differ from where it answers."""
    host = declared.get("host") or urlsplit(connection.base_url).netloc
    return f"@{account['username']}@{host}"


async def check(connection: Connection) -> Health:
    account = await client.read(connection, "/api/v1/accounts/verify_credentials")
    declared = await limits.declared(connection)
    with answers.understood(mutation=False):
        return Health(
            handle=handle(account, connection, declared),
            name=str(account.get("display_name") or ""),
            avatar_url=str(account.get("avatar") or ""),
            declared=declared,
        )

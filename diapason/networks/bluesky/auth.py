"""Connecting an account: an app password, or the AT Protocol's OAuth (PAR, PKCE, DPoP; https://atproto.com/specs/oauth)."""

from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from diapason.core.crypto import Sealed
from diapason.networks.base import answers, registry
from diapason.networks.base.connection import Authorization, Connected, Connection, Health
from diapason.networks.base.errors import NetworkError, Permanent, Reauth
from diapason.networks.bluesky import client, dpop, sessions
from diapason.networks.bluesky.refusals import named

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def scope() -> str:
    return " ".join(registry.get("bluesky").manifest.auth["scopes"]["account"])


# ── App password ─────────────────────────────────────────────────────────────────────────────────────────────────────
async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    handle, password = fields.get("handle", "").strip().removeprefix("@"), fields.get("password", "").strip()
    if not handle or not password:
        raise Reauth("An account and its app password are wanted.", code="wrong_password")
    try:
        session = await sessions.create(connection, handle, password)
    except Reauth as error:
        code = error.code if error.code == "app_password_wanted" else "wrong_password"
        raise Reauth(error.detail, code=code) from error
    with answers.understood(mutation=False):
        credentials = Sealed(access=session["accessJwt"], refresh=session["refreshJwt"])
        base_url = server_of(session.get("didDoc"), str(session["did"])) or connection.base_url
    return await connected(Connection(base_url, connection.http, credentials), session)


def server_of(document: Any, did: str) -> str:
    """The data server that a DID document names, empty where it names none."""
    if not isinstance(document, dict) or document.get("id") != did:
        return ""
    for service in document.get("service") or []:
        if str(service.get("id", "")).endswith("#atproto_pds") and service.get("type") == "AtprotoPersonalDataServer":
            address = str(service.get("serviceEndpoint", ""))
            return address.rstrip("/") if address.startswith(("https://", "http://")) else ""
    return ""


async def connected(connection: Connection, session: dict[str, Any]) -> Connected:
    profile = await profile_of(connection, str(session["did"]))
    with answers.understood(mutation=False):
        return Connected(
            account_id=str(session["did"]),
            handle=f"@{session['handle']}",
            name=str(profile.get("displayName") or session["handle"]),
            base_url=connection.base_url,
            credentials=connection.credentials,
            url=f"{registry.get('bluesky').manifest.api['website']}/profile/{session['did']}",
            avatar_url=str(profile.get("avatar") or ""),
        )


async def profile_of(connection: Connection, did: str) -> dict[str, Any]:
    """How the account shows itself; nothing where the server shows no profiles."""
    try:
        return await client.read(connection, "app.bsky.actor.getProfile", actor=did)
    except NetworkError:
        return {}


async def check(connection: Connection) -> Health:
    session = await client.read(connection, "com.atproto.server.getSession")
    with answers.understood(mutation=False):
        handle = str(session["handle"])
        if str(session["did"]) != connection.account_id:
            raise Reauth("The server answers for another account.", code="other_account")
    profile = await profile_of(connection, connection.account_id)
    return Health(f"@{handle}", str(profile.get("displayName") or handle), str(profile.get("avatar") or ""))


# ── OAuth ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def client_id(redirect_uri: str) -> str:
    """The address of the document that describes us; on this machine, where no server could read it, what it would say."""
    parts = urlsplit(redirect_uri)
    if parts.hostname in LOOPBACK:
        return "http://localhost?" + urlencode({"redirect_uri": redirect_uri, "scope": scope()})
    return f"{parts.scheme}://{parts.netloc}{registry.get('bluesky').manifest.auth['client_document']}"


def client_document(redirect_uri: str) -> dict[str, Any]:
    """What the territory serves, as JSON and without sign-in, at `[auth] client_document` of the public address."""
    parts = urlsplit(redirect_uri)
    return {
        "client_id": client_id(redirect_uri),
        "client_name": "Diapason",
        "client_uri": f"{parts.scheme}://{parts.netloc}",
        "redirect_uris": [redirect_uri],
        "scope": scope(),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "application_type": "web",
        "dpop_bound_access_tokens": True,
    }


def returning(redirect_uri: str) -> str:
    """The protocol takes 127.0.0.1 for this machine, not its name."""
    return redirect_uri.replace("://localhost", "://127.0.0.1", 1)


async def authorize(connection: Connection, redirect_uri: str) -> Authorization:
    redirect_uri = returning(redirect_uri)
    server = await authorization_server(connection)
    state, verifier = token_urlsafe(32), generate_token(64)
    secrets = Sealed(dpop_key=dpop.new_key(), verifier=verifier, client_id=client_id(redirect_uri), redirect_uri=redirect_uri, **server)
    asked = {
        "client_id": secrets["client_id"],
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": scope(),
        "state": state,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
        **({"login_hint": connection.handle.removeprefix("@")} if connection.handle else {}),
    }
    data = await post_form(connection, secrets, server["par_endpoint"], asked)
    with answers.understood(mutation=False):
        query = urlencode({"client_id": secrets["client_id"], "request_uri": str(data["request_uri"])})
    return Authorization(f"{server['authorization_endpoint']}?{query}", state, secrets)


async def authorization_server(connection: Connection) -> dict[str, str]:
    """The server that gives access to this data server, and its addresses."""
    base = connection.base_url.rstrip("/")
    resource = await document(connection, f"{base}/.well-known/oauth-protected-resource", optional=True)
    with answers.understood(mutation=False):
        issuer = str((resource.get("authorization_servers") or [base])[0]).rstrip("/")
    metadata = await document(connection, f"{issuer}/.well-known/oauth-authorization-server")
    with answers.understood(mutation=False):
        if str(metadata["issuer"]).rstrip("/") != issuer:
            raise Permanent("The server gives itself another name.", code="not_bluesky")
        return {
            "issuer": issuer,
            "par_endpoint": within(metadata["pushed_authorization_request_endpoint"]),
            "authorization_endpoint": within(metadata["authorization_endpoint"]),
            "token_endpoint": within(metadata["token_endpoint"]),
        }


def within(address: Any) -> str:
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise TypeError("an address was expected")
    return address


async def document(connection: Connection, url: str, *, optional: bool = False) -> dict[str, Any]:
    response = await answers.send(connection.http, "GET", url, mutation=False)
    if response.status_code == 404 and optional:
        return {}
    if response.status_code == 404:
        raise Permanent("The server has no sign-in page.", code="no_oauth")
    if error := answers.error_for(response, mutation=False, code="not_bluesky"):
        raise error
    with answers.understood(mutation=False):
        return client.as_object(response)


async def post_form(connection: Connection, secrets: Sealed, url: str, form: dict[str, str]) -> dict[str, Any]:
    asking = Connection(connection.base_url, connection.http, Sealed(dpop_key=secrets["dpop_key"]))
    response = await dpop.send(asking, "POST", url, mutation=False, bound=False, data=form)
    if error := oauth_refusal(response):
        raise error
    with answers.understood(mutation=False):
        return client.as_object(response)


def oauth_refusal(response: httpx2.Response) -> NetworkError | None:
    name, words = named(response)
    code = "access_denied" if name in {"access_denied", "invalid_grant"} else "not_bluesky"
    return answers.error_for(response, mutation=False, detail=words or name, code=code)


async def complete(connection: Connection, redirect_uri: str, secrets: Sealed, answer: dict[str, str]) -> Connected:
    if "code" not in answer:
        raise Permanent(answer.get("error_description", "")[:200] or "No code came back.", code="access_denied")
    if answer.get("iss", "").rstrip("/") != secrets["issuer"]:
        raise Permanent("Another server answered.", code="other_account")
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": secrets["redirect_uri"],
        "client_id": secrets["client_id"],
        "code_verifier": secrets["verifier"],
    }
    data = await post_form(connection, secrets, secrets["token_endpoint"], form)
    kept = Sealed({name: secrets[name] for name in ("dpop_key", "client_id", "issuer", "token_endpoint")})
    with answers.understood(mutation=False):
        did, credentials = str(data["sub"]), sessions.tokens(data, kept)
    base_url = await home_of(connection, did) or connection.base_url
    return await vouched(Connection(base_url, connection.http, credentials), did, secrets["issuer"])


async def home_of(connection: Connection, did: str) -> str:
    """The data server of an account, from the public directory; empty where the directory does not know it."""
    if did.startswith("did:web:"):
        url = f"https://{did.removeprefix('did:web:')}/.well-known/did.json"
    else:
        url = f"{registry.get('bluesky').manifest.api['directory']}/{did}"
    try:
        return server_of(await document(connection, url, optional=True), did)
    except NetworkError:
        return ""


async def vouched(connection: Connection, did: str, issuer: str) -> Connected:
    """The account is taken only from the server that its own data server trusts: else any server could name any account."""
    server = await authorization_server(connection)
    session = await client.read(connection, "com.atproto.server.getSession")
    if server["issuer"] != issuer or session.get("did") != did:
        raise Permanent("The server vouched for an account that is not its own.", code="other_account")
    return await connected(connection, session)

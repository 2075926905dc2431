"""Calls that prove possession of a key (DPoP, RFC 9449), as the AT Protocol's OAuth wants of every call."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

from diapason.core import clock
from diapason.networks.base import answers
from diapason.networks.base.connection import Connection

# The last nonce of each server: not a secret, and asked for again when it is missing or old.
_nonces: dict[str, str] = {}
MOST_NONCES = 1000


def new_key() -> dict[str, Any]:
    """A private key as JWK, to be sealed."""
    return dict(ECKey.generate_key("P-256").as_dict(private=True))


def proof(key: dict[str, Any], method: str, url: str, *, nonce: str = "", access: str = "") -> str:
    """The proof of one call; `access` binds it to a token."""
    private = ECKey.import_key(key)
    claims = {"jti": secrets.token_urlsafe(16), "htm": method, "htu": url.split("?")[0], "iat": int(clock.now().timestamp())}
    if nonce:
        claims["nonce"] = nonce
    if access:
        claims["ath"] = urlsafe_b64encode(hashlib.sha256(access.encode()).digest()).rstrip(b"=").decode()
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": private.as_dict(private=False)}
    return jwt.encode(header, claims, private)


async def send(connection: Connection, method: str, url: str, *, mutation: bool, bound: bool = True, **options: Any) -> httpx2.Response:
    """One call with a proof, made again once when the server asks for a nonce: it has done nothing then.

    `bound` sends the access token too, and binds the proof to it.
    """
    response = await once(connection, method, url, mutation=mutation, bound=bound, **options)
    if wants_nonce(response):
        response = await once(connection, method, url, mutation=mutation, bound=bound, **options)
    return response


async def once(connection: Connection, method: str, url: str, *, mutation: bool, bound: bool, **options: Any) -> httpx2.Response:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    access = connection.credentials.get("access", "") if bound else ""
    nonce = _nonces.get(origin, "")
    signed = {**options.pop("headers", {}), "DPoP": proof(connection.credentials["dpop_key"], method, url, nonce=nonce, access=access)}
    if access:
        signed["Authorization"] = f"DPoP {access}"
    response = await answers.send(connection.http, method, url, mutation=mutation, headers=signed, **options)
    if given := response.headers.get("dpop-nonce"):
        if len(_nonces) >= MOST_NONCES:
            _nonces.clear()
        _nonces[origin] = given
    return response


def wants_nonce(response: httpx2.Response) -> bool:
    """In a header from a data server, in the body from an authorization server (RFC 9449, 8 and 9)."""
    if response.status_code not in {400, 401}:
        return False
    if "use_dpop_nonce" in response.headers.get("www-authenticate", ""):
        return True
    try:
        return bool(response.json().get("error") == "use_dpop_nonce")
    except (ValueError, AttributeError, RecursionError):
        return False

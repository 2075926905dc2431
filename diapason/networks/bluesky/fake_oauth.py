"""The authorization server of the fake: pushed requests, a page that asks for the account, tokens bound to a key."""

import hashlib
import html
import secrets
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from diapason.networks.base.fake import State, body_of

NONCE = "a-nonce-of-the-fake"


class BadProof(Exception):
    """The proof is missing, false, or without our nonce; the message is the OAuth error."""


def sha(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def thumbprint(request: Request, url: str, access: str = "") -> str:
    """The key that made the proof of this call. Raises BadProof."""
    proof = request.headers.get("dpop", "")
    try:
        header = jwt.decode(proof, lambda one: ECKey.import_key(one.headers()["jwk"])).header
        key = ECKey.import_key(header["jwk"])
        claims = jwt.decode(proof, key).claims
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadProof("invalid_dpop_proof") from error
    if claims.get("nonce") != NONCE:
        raise BadProof("use_dpop_nonce")
    if claims.get("htm") != request.method or claims.get("htu") != url or header.get("typ") != "dpop+jwt" or "d" in header["jwk"]:
        raise BadProof("invalid_dpop_proof")
    if access and claims.get("ath") != sha(access):
        raise BadProof("invalid_dpop_proof")
    return str(key.thumbprint())


class OAuth:
    def __init__(self, url: str, state: State, join: Any) -> None:
        self.url, self.state, self.join = url, state, join

    async def resource(self, request: Request) -> Response:
        return JSONResponse({"resource": self.url, "authorization_servers": [self.url], "bearer_methods_supported": ["header"]})

    async def server(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/oauth/authorize",
                "token_endpoint": f"{self.url}/oauth/token",
                "pushed_authorization_request_endpoint": f"{self.url}/oauth/par",
                "require_pushed_authorization_requests": True,
                "scopes_supported": ["atproto", "transition:generic"],
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
                "dpop_signing_alg_values_supported": ["ES256"],
                "client_id_metadata_document_supported": True,
            }
        )

    def refused(self, error: str, status: int = 400) -> Response:
        return JSONResponse({"error": error, "error_description": error.replace("_", " ")}, status, headers={"DPoP-Nonce": NONCE})

    async def par(self, request: Request) -> Response:
        asked = await body_of(request)
        try:
            key = thumbprint(request, f"{self.url}/oauth/par")
        except BadProof as error:
            return self.refused(str(error))
        if asked.get("code_challenge_method") != "S256" or "atproto" not in str(asked.get("scope")).split() or not asked.get("client_id"):
            return self.refused("invalid_request")
        uri = f"urn:ietf:params:oauth:request_uri:{secrets.token_urlsafe(16)}"
        self.state["requests"][uri] = {**asked, "key": key}
        return JSONResponse({"request_uri": uri, "expires_in": 299}, 201, headers={"DPoP-Nonce": NONCE})

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        pushed = self.state["requests"].get(asked.get("request_uri", ""))
        if not pushed or pushed["client_id"] != asked.get("client_id"):
            return self.refused("invalid_request")
        if "account" not in asked:
            hidden = "".join(f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">' for k, v in asked.items())
            return HTMLResponse(
                f'<!doctype html><title>Authorize</title><form>{hidden}<input name="account" required><button>Authorize</button></form>'
            )
        code = secrets.token_urlsafe(16)
        self.state["codes"][code] = {**self.state["requests"].pop(asked["request_uri"]), "did": self.join(asked["account"])}
        query = urlencode({"iss": self.url, "state": pushed["state"], "code": code})
        return RedirectResponse(f"{pushed['redirect_uri']}?{query}", 302)

    async def token(self, request: Request) -> Response:
        asked = await body_of(request)
        try:
            key = thumbprint(request, f"{self.url}/oauth/token")
        except BadProof as error:
            return self.refused(str(error))
        known = self.redeemed(asked)
        if not known or known["key"] != key or known["client_id"] != asked.get("client_id"):
            return self.refused("invalid_grant")
        return JSONResponse(self.grant(known), headers={"DPoP-Nonce": NONCE, "Cache-Control": "no-store"})

    def redeemed(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """What a code or a refresh token stands for; each is good once."""
        if asked.get("grant_type") == "refresh_token":
            known: dict[str, Any] | None = self.state["refreshes"].pop(str(asked.get("refresh_token")), None)
            return known
        code: dict[str, Any] | None = self.state["codes"].pop(str(asked.get("code")), None)
        proven = (
            code and sha(str(asked.get("code_verifier"))) == code["code_challenge"] and asked.get("redirect_uri") == code["redirect_uri"]
        )
        return code if proven else None

    def grant(self, known: dict[str, Any]) -> dict[str, Any]:
        access, refresh = f"tok-{secrets.token_urlsafe(24)}", f"ref-{secrets.token_urlsafe(24)}"
        kept = {"did": known["did"], "key": known["key"], "client_id": known["client_id"], "scope": known["scope"]}
        self.state["tokens"][access] = {**kept, "ended": False}
        self.state["refreshes"][refresh] = kept
        given = {"access_token": access, "token_type": "DPoP", "refresh_token": refresh, "expires_in": 3600}
        return {**given, "scope": known["scope"], "sub": known["did"]}

"""A data server and its application view in memory, that behave as the lexicons say and as the real ones were seen to."""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import OPEN_SESAME, Handler, Published, Socket, Window, body_of
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.faults import Kind
from diapason.networks.bluesky import fake_index as index
from diapason.networks.bluesky import fake_records as records
from diapason.networks.bluesky.fake_oauth import NONCE, BadProof, OAuth, thumbprint
from diapason.networks.bluesky.fake_stream import Stream
from diapason.networks.bluesky.records import COLLECTION, SIGNS

HOUR, DAY = 3600, 86400
ACCESS_SECONDS = 2 * HOUR
NAMES = {400: "InvalidRequest", 401: "AuthenticationRequired", 403: "Forbidden", 404: "NotFound", 413: "PayloadTooLarge"}
NAMES |= {
    429: "RateLimitExceeded",
    500: "InternalServerError",
    501: "MethodNotImplemented",
    502: "UpstreamFailure",
    503: "NotEnoughResources",
}
Row = dict[str, Any]


class Fake(Base):
    slug = "bluesky"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.points = [Window(5000, HOUR), Window(35000, DAY)]
        self.sign_ins = [Window(30, 300), Window(300, DAY)]
        self.calls = [Window(3000, 300)]
        self.oauth = OAuth(self.url, self.state, self.join)
        self.stream = Stream(self.state, self.faults)

    def routes(self) -> Sequence[BaseRoute]:
        oauth = self.oauth
        posts = {
            "com.atproto.server.createSession": self.create_session,
            "com.atproto.server.refreshSession": self.refresh_session,
            "com.atproto.repo.uploadBlob": self.upload,
            "com.atproto.repo.putRecord": self.put_record,
            "com.atproto.repo.createRecord": self.create_record,
            "com.atproto.repo.deleteRecord": self.delete_record,
        }
        gets = {
            "com.atproto.server.getSession": self.get_session,
            "com.atproto.repo.getRecord": self.get_record,
            "com.atproto.repo.listRecords": self.list_records,
            "com.atproto.identity.resolveHandle": self.resolve_handle,
            "app.bsky.actor.getProfile": self.get_profile,
            "app.bsky.actor.getProfiles": self.get_profiles,
            "app.bsky.feed.getAuthorFeed": self.get_author_feed,
            "app.bsky.feed.getPosts": self.get_posts,
            "app.bsky.feed.searchPosts": self.search_posts,
            "app.bsky.feed.getPostThread": self.get_post_thread,
            "app.bsky.notification.listNotifications": self.list_notifications,
        }
        return [
            *[Route(f"/xrpc/{name}", self.limited(handler), methods=["POST"]) for name, handler in posts.items()],
            *[Route(f"/xrpc/{name}", self.limited(handler)) for name, handler in gets.items()],
            Route("/.well-known/oauth-protected-resource", oauth.resource),
            Route("/.well-known/oauth-authorization-server", oauth.server),
            Route("/oauth/par", oauth.par, methods=["POST"]),
            Route("/oauth/authorize", oauth.authorize),
            Route("/oauth/token", oauth.token, methods=["POST"]),
        ]

    def sockets(self) -> dict[str, Socket]:
        return {"/subscribe": self.stream.serve}

    def refusal(self, status: int, message: str = "") -> Response:
        """`message` may begin with the name of the error: "BlobNotFound: Could not find …"."""
        name, _, words = message.partition(": ") if message.partition(": ")[0].isidentifier() else ("", "", message)
        body = {"error": name or NAMES.get(status, "InvalidRequest"), "message": words or f"HTTP {status}"}
        headers = {"DPoP-Nonce": NONCE, "WWW-Authenticate": f'DPoP error="{words}"'} if name in {"use_dpop_nonce", "invalid_token"} else {}
        return JSONResponse(body, status, headers=headers)

    # ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def limited(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            self.spend(self.calls, request.client.host if request.client else "")
            response: Response = await handler(request)
            return response

        return answer

    def spend(self, windows: list[Window], key: str, cost: int = 1) -> None:
        """Raises 429 with the headers of the server."""
        for window in windows if self.rates else ():
            allowed, left, reset = window.spend(key, cost)
            if not allowed:
                told = {"RateLimit-Limit": str(window.limit), "RateLimit-Remaining": str(left), "RateLimit-Reset": str(int(reset) + 1)}
                policy = {"RateLimit-Policy": f"{window.limit};w={int(window.seconds)}"}
                raise HTTPException(429, "RateLimitExceeded: Rate Limit Exceeded", headers={**told, **policy})

    async def refuse(self, request: Request, error: Exception) -> Response:
        response = await super().refuse(request, error)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    # ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def join(self, handle: str, name: str = "") -> str:
        handle = handle.removeprefix("@").lower()
        handle = handle if handle.endswith(".test") else f"{handle}.test"
        did = "did:plc:" + base64.b32encode(hashlib.sha256(handle.encode()).digest()).decode().lower()[:24]
        if did not in self.state["accounts"]:
            followers = int(hashlib.sha256(did.encode()).hexdigest()[:3], 16)
            self.state["accounts"][did] = {"did": did, "handle": handle, "name": name, "at": now(), "followers": followers}
        return did

    def fields(self, handle: str) -> dict[str, str]:
        return {"handle": str(self.state["accounts"][self.join(handle)]["handle"]), "password": OPEN_SESAME}

    def expire(self) -> None:
        for token in self.state["tokens"].values():
            token["ended"] = True

    async def create_session(self, request: Request) -> Response:
        asked = await body_of(request)
        handle = str(asked.get("identifier", "")).lower()
        self.spend(self.sign_ins, handle)
        if not self.opened or asked.get("password") != OPEN_SESAME or not handle.endswith(".test"):
            raise HTTPException(401, "AuthenticationRequired: Invalid identifier or password")
        return JSONResponse(self.session(self.join(handle)))

    async def refresh_session(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = self.state["refreshes"].pop(token, None)
        if not known:
            raise HTTPException(400, "ExpiredToken: Token has been revoked")
        return JSONResponse(self.session(known["did"]))

    def session(self, did: str) -> Row:
        access, refresh = self.token(did, "access"), self.token(did, "refresh")
        self.state["tokens"][access] = {"did": did, "ended": False}
        self.state["refreshes"][refresh] = {"did": did}
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.url}
        document = {"id": did, "service": [service]}
        return {"accessJwt": access, "refreshJwt": refresh, "did": did, "handle": self.handle(did), "didDoc": document, "active": True}

    def token(self, did: str, use: str) -> str:
        """In the form of a JWT, so that its end can be read."""
        claims = {"scope": f"com.atproto.{use}", "sub": did, "exp": int(clock.now().timestamp()) + ACCESS_SECONDS}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return f"eyJhbGciOiJIUzI1NiJ9.{body}.{secrets.token_urlsafe(24)}"

    def handle(self, did: str) -> str:
        return str(self.state["accounts"][did]["handle"])

    def account_of(self, request: Request) -> str:
        """The account of the access. Raises as the server does: 400 for a token that ended, 401 for none."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        known = self.state["tokens"].get(token)
        if not token:
            raise HTTPException(401, "AuthMissing: Authentication Required")
        if not known:
            raise HTTPException(400, "InvalidToken: Token could not be verified")
        if "key" in known:
            self.bound(request, known, scheme, token)
        elif known["ended"]:
            raise HTTPException(400, "ExpiredToken: Token has expired")
        return str(known["did"])

    def bound(self, request: Request, known: Row, scheme: str, token: str) -> None:
        try:
            key = thumbprint(request, f"{self.url}{request.url.path.removeprefix(request.scope.get('root_path', ''))}", token)
        except BadProof as error:
            raise HTTPException(401, f"use_dpop_nonce: {error}") from error
        if scheme != "DPoP" or key != known["key"] or known["ended"]:
            raise HTTPException(401, "invalid_token: invalid_token")

    async def get_session(self, request: Request) -> Response:
        did = self.account_of(request)
        return JSONResponse({"did": did, "handle": self.handle(did), "active": True})

    async def resolve_handle(self, request: Request) -> Response:
        handle = request.query_params.get("handle", "")
        found = next((did for did, row in self.state["accounts"].items() if row["handle"] == handle), None)
        if not found:
            raise HTTPException(400, "HandleNotFound: Unable to resolve handle")
        return JSONResponse({"did": found})

    # ── Records ──────────────────────────────────────────────────────────────────────────────────────────────────────
    async def upload(self, request: Request) -> Response:
        self.account_of(request)
        body, mime = await request.body(), request.headers.get("content-type", "")
        if len(body) > records.MAX_BLOB:
            raise HTTPException(413, "PayloadTooLarge: request entity too large")
        blob = records.blob(body, mime)
        if not self.faults.take([Kind.LOSE_MEDIA], request.method, request.url.path):
            self.state["blobs"][blob["ref"]["$link"]] = blob
        self.state.accept("upload")
        return JSONResponse({"blob": blob})

    async def put_record(self, request: Request) -> Response:
        """New: written. The same again: the same answer. Other content under `swapRecord: null`: refused."""
        did, asked = self.account_of(request), await body_of(request)
        uri = self.address(did, asked)
        known = self.state["posts"].get(uri)
        cid = records.record_cid(asked["record"])
        if known and known["cid"] == cid:
            return JSONResponse({"uri": uri, "cid": cid, "validationStatus": "valid"})
        if known and asked.get("swapRecord", "absent") is None:
            raise HTTPException(400, f"InvalidSwap: Record was at {known['cid']}")
        return JSONResponse(self.write(did, uri, asked["record"], 2 if known else 3))

    async def create_record(self, request: Request) -> Response:
        did, asked = self.account_of(request), await body_of(request)
        asked.setdefault("rkey", self.next_key())
        uri = self.address(did, asked)
        if uri in self.state["posts"]:
            raise HTTPException(500, "InternalServerError: Internal Server Error")  # seen of the real one
        return JSONResponse(self.write(did, uri, asked["record"], 3))

    def next_key(self) -> str:
        value = int(clock.now().timestamp() * 1_000_000) * 1024 + self.state.next() % 1024
        return "".join(SIGNS[value >> shift & 31] for shift in range(60, -1, -5))

    def address(self, did: str, asked: Row) -> str:
        if asked.get("repo") not in {did, self.handle(did)} or asked.get("collection") != COLLECTION:
            raise HTTPException(400, "InvalidRequest: Could not write there")
        rkey = str(asked.get("rkey", ""))
        if len(rkey) != 13 or rkey[0] not in SIGNS[:16] or any(sign not in SIGNS for sign in rkey):
            raise HTTPException(400, "InvalidRequest: Invalid TID string")
        return f"at://{did}/{COLLECTION}/{rkey}"

    def write(self, did: str, uri: str, record: Row, points: int) -> Row:
        records.check(record, self.state["blobs"])
        self.spend(self.points, did, points)
        row = {"uri": uri, "cid": records.record_cid(record), "did": did, "record": record, "at": now(), "likes": 0, "reposts": 0}
        self.state["posts"][uri] = row
        self.state.accept("post")
        self.stream.created(row)
        self.tell(row)
        commit = {"cid": row["cid"], "rev": self.next_key()}
        return {"uri": uri, "cid": row["cid"], "commit": commit, "validationStatus": "valid"}

    async def get_record(self, request: Request) -> Response:
        query = request.query_params
        row = self.state["posts"].get(f"at://{query.get('repo')}/{query.get('collection')}/{query.get('rkey')}")
        if not row:
            raise HTTPException(400, "RecordNotFound: Could not locate record")
        return JSONResponse({"uri": row["uri"], "cid": row["cid"], "value": row["record"]})

    async def list_records(self, request: Request) -> Response:
        rows = sorted(
            (row for row in self.state["posts"].values() if row["did"] == request.query_params.get("repo")), key=by_key, reverse=True
        )
        page, cursor = paged(rows, request)
        return JSONResponse({"records": [{"uri": row["uri"], "cid": row["cid"], "value": row["record"]} for row in page], **cursor})

    async def delete_record(self, request: Request) -> Response:
        did, asked = self.account_of(request), await body_of(request)
        if self.state["posts"].pop(uri := self.address(did, asked), None):
            self.stream.deleted(uri)
            self.spend(self.points, did)
            self.state.accept("delete")
        return JSONResponse({})

    # ── The application view ─────────────────────────────────────────────────────────────────────────────────────────
    def tell(self, row: Row) -> None:
        """Notifies those whom a post answers or mentions, each once."""
        for did, reason in records.concerned(row["record"]).items():
            if did != row["did"]:
                self.notify(did, reason, row["did"], row)

    def notify(self, to: str, reason: str, author: str, row: Row) -> None:
        number = self.state.next()
        note = {"n": number, "to": to, "reason": reason, "author": author, "uri": row["uri"], "cid": row["cid"], "record": row["record"]}
        self.state["notifications"][str(number)] = {**note, "at": now()}

    def view(self, row: Row) -> Row:
        replies = sum(parent_of(other) == row["uri"] for other in self.state["posts"].values())
        return records.post_view(row, self.state["accounts"][row["did"]], replies, self.url)

    async def get_profile(self, request: Request) -> Response:
        self.account_of(request)
        row = self.state["accounts"].get(request.query_params.get("actor", ""))
        if not row:
            raise HTTPException(400, "InvalidRequest: Profile not found")
        return JSONResponse(self.detailed(row))

    async def get_profiles(self, request: Request) -> Response:
        """Of an application view, which anybody may ask."""
        actors = request.query_params.getlist("actors")
        if len(actors) > 25:
            raise HTTPException(400, "InvalidRequest: actors must not have more than 25 elements")
        accounts = self.state["accounts"]
        return JSONResponse({"profiles": [self.detailed(accounts[did]) for did in actors if did in accounts]})

    def detailed(self, row: Row) -> Row:
        posts = sum(post["did"] == row["did"] for post in self.state["posts"].values())
        counts = {"followersCount": row["followers"], "followsCount": 0, "postsCount": posts}
        return {**records.profile(row), **counts, "indexedAt": row["at"]}

    async def get_author_feed(self, request: Request) -> Response:
        self.account_of(request)
        rows = [row for row in self.state["posts"].values() if row["did"] == request.query_params.get("actor")]
        page, cursor = paged(sorted(rows, key=lambda row: str(row["at"]), reverse=True), request)
        return JSONResponse({"feed": [{"post": self.view(row)} for row in page], **cursor})

    async def get_posts(self, request: Request) -> Response:
        self.account_of(request)
        uris = request.query_params.getlist("uris")
        if len(uris) > 25:
            raise HTTPException(400, "InvalidRequest: uris must not have more than 25 elements")
        return JSONResponse({"posts": [self.view(self.state["posts"][uri]) for uri in uris if uri in self.state["posts"]]})

    async def search_posts(self, request: Request) -> Response:
        self.account_of(request)
        query = request.query_params
        page, cursor = paged(index.found(self.state["posts"].values(), query.get("q", ""), query.get("since", "")), request)
        return JSONResponse({"posts": [self.view(row) for row in page], **cursor})

    async def get_post_thread(self, request: Request) -> Response:
        self.account_of(request)
        row = self.state["posts"].get(request.query_params.get("uri", ""))
        if not row:
            raise HTTPException(400, "NotFound: Post not found")
        return JSONResponse({"thread": self.tree(row, int(request.query_params.get("depth", 6)))})

    def tree(self, row: Row, depth: int) -> Row:
        under = [other for other in self.state["posts"].values() if parent_of(other) == row["uri"]] if depth else []
        shown = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self.view(row)}
        return {**shown, "replies": [self.tree(other, depth - 1) for other in under]}

    async def list_notifications(self, request: Request) -> Response:
        did, reasons = self.account_of(request), request.query_params.getlist("reasons")
        rows = [row for row in self.state["notifications"].values() if row["to"] == did and (not reasons or row["reason"] in reasons)]
        page, cursor = paged(sorted(rows, key=lambda row: int(row["n"]), reverse=True), request)
        return JSONResponse({"notifications": [self.notification(row) for row in page], **cursor, "seenAt": now()})

    def notification(self, row: Row) -> Row:
        shown = {"uri": row["uri"], "cid": row["cid"], "author": records.profile(self.state["accounts"][row["author"]])}
        return {**shown, "reason": row["reason"], "record": row["record"], "isRead": False, "indexedAt": row["at"], "labels": []}

    # ── What the world sees and does ─────────────────────────────────────────────────────────────────────────────────
    def published(self) -> list[Published]:
        rows = self.state["posts"].values()
        return [Published(row["uri"], row["record"]["text"], self.handle(row["did"]), row["at"], parent_of(row)) for row in rows]

    def react(self, post_id: str, kind: str, author: str, text: str = "") -> None:
        row = self.state["posts"].get(post_id)
        if not row:
            return
        who = self.join(author)
        if kind == "reply":
            self.answer(who, row, text)
            return
        row["likes" if kind == "like" else "reposts"] += 1
        self.notify(row["did"], kind, who, row)

    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        who = self.join(author)
        record = {"$type": COLLECTION, "text": text, "createdAt": now()}
        return str(self.write(who, f"at://{who}/{COLLECTION}/{self.next_key()}", record, 3)["uri"])

    def answer(self, who: str, row: Row, text: str) -> None:
        parent = {"uri": row["uri"], "cid": row["cid"]}
        root = (row["record"].get("reply") or {}).get("root") or parent
        record = {"$type": COLLECTION, "text": text, "createdAt": now(), "reply": {"root": root, "parent": parent}}
        self.write(who, f"at://{who}/{COLLECTION}/{self.next_key()}", record, 3)


def now() -> str:
    return clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def by_key(row: Row) -> str:
    return str(row["uri"]).rsplit("/", 1)[1]


def parent_of(row: Row) -> str:
    return str((row["record"].get("reply") or {}).get("parent", {}).get("uri", ""))


def paged(rows: list[Row], request: Request) -> tuple[list[Row], Row]:
    """A page of rows in their order, and the cursor of the next."""
    start, limit = int(request.query_params.get("cursor", 0)), min(int(request.query_params.get("limit", 50)), 100)
    more = len(rows) > start + limit
    return rows[start : start + limit], {"cursor": str(start + limit)} if more else {}

"""An instance in memory that behaves as https://docs.joinmastodon.org says, and as its source does where it is silent."""

import hashlib
import html
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.counting import Unit, measure
from diapason.networks.base.fake import OPEN_SESAME, File, Handler, Published, Socket, Window, body_of, form_of
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.faults import Kind
from diapason.networks.mastodon import fake_entities as entities
from diapason.networks.mastodon.fake_timelines import Timelines

MAX_CHARACTERS = 500
MAX_MEDIA = 4
IDEMPOTENT_FOR = timedelta(hours=1)
# How many times a video answers 206 before it is ready.
PROCESSING_LOOKS = 1


class Fake(Base):
    slug = "mastodon"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls = Window(300, 300)
        self.uploads = Window(30, 1800)
        self.deletions = Window(30, 1800)
        self.timelines = Timelines(self)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/api/v1/apps", self.register, methods=["POST"]),
            Route("/oauth/authorize", self.authorize),
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/api/v2/instance", self.instance),
            Route("/api/v1/instance", self.instance_v1),
            Route("/api/v1/accounts/verify_credentials", self.limited(self.me)),
            Route("/api/v1/accounts/{id}/statuses", self.limited(self.statuses_of)),
            Route("/api/v2/media", self.limited(self.upload, self.uploads), methods=["POST"]),
            Route("/api/v1/media/{id}", self.limited(self.file)),
            Route("/api/v1/statuses", self.limited(self.post), methods=["POST"]),
            Route("/api/v1/statuses/{id}", self.limited(self.delete, self.deletions), methods=["DELETE"]),
            Route("/api/v1/statuses/{id}", self.limited(self.show)),
            Route("/api/v1/statuses/{id}/context", self.limited(self.context)),
            Route("/api/v1/statuses/{id}/source", self.limited(self.source)),
            Route("/api/v1/notifications", self.limited(self.notifications)),
            Route("/api/v1/timelines/public", self.limited(self.timelines.timeline)),
            Route("/api/v1/timelines/tag/{tag}", self.limited(self.timelines.timeline)),
            Route("/api/v2/search", self.limited(self.timelines.search)),
        ]

    def sockets(self) -> dict[str, Socket]:
        return {"/api/v1/streaming": self.timelines.stream}

    def refusal(self, status: int, message: str = "") -> Response:
        words = {401: "The access token is invalid", 404: "Record not found", 429: "Too many requests"}
        return JSONResponse({"error": message or words.get(status, f"HTTP {status}")}, status)

    def snowflake(self) -> str:
        """An id as the server makes them: the time, then a number."""
        return str(int(clock.now().timestamp() * 1000) << 16 | self.state.next() & 0xFFFF)

    # ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def join(self, handle: str, name: str = "") -> str:
        username = handle.removeprefix("@").split("@")[0]
        known = next((row["id"] for row in self.state["accounts"].values() if row["username"] == username), None)
        if known:
            return str(known)
        row: dict[str, Any] = {"id": str(100_000 + self.state.next()), "username": username, "name": name, "at": entities.now()}
        row["followers"] = int(hashlib.sha256(username.encode()).hexdigest()[:3], 16)
        self.state["accounts"][row["id"]] = row
        return str(row["id"])

    def fields(self, handle: str) -> dict[str, str]:
        self.join(handle)
        return {"token": f"{OPEN_SESAME}-{handle.removeprefix('@').split('@')[0]}"}

    def line(self) -> dict[str, str]:
        return self.fields("lumen") | {"handle": "yanis@example.social, @camille"}

    def account_of(self, request: Request) -> str:
        """The account of the token. Raises 401."""
        return self.account_with(request.headers.get("authorization", ""))

    def account_with(self, authorization: str) -> str:
        token = authorization.removeprefix("Bearer ")
        if token in self.state["tokens"]:
            return str(self.state["tokens"][token])
        if self.opened and token.startswith(f"{OPEN_SESAME}-"):
            return self.join(token.removeprefix(f"{OPEN_SESAME}-"))
        raise HTTPException(401, "The access token is invalid")

    def limited(self, handler: Handler, window: Window | None = None) -> Handler:
        """A handler that wants a token, under the documented limits, which are told in headers."""
        window = window or self.calls

        async def answer(request: Request) -> Response:
            allowed, left, reset = window.spend(request.headers.get("authorization", "")) if self.rates else (True, 300, 0.0)
            response: Response = await handler(request) if allowed else self.refusal(429)
            response.headers["X-RateLimit-Limit"] = str(window.limit)
            response.headers["X-RateLimit-Remaining"] = str(left)
            response.headers["X-RateLimit-Reset"] = entities.moment(reset) if reset else entities.now()
            return response

        return answer

    # ── OAuth ────────────────────────────────────────────────────────────────────────────────────────────────────────
    async def register(self, request: Request) -> Response:
        asked = await body_of(request)
        row = {
            "id": str(self.state.next()),
            "name": asked["client_name"],
            "website": asked.get("website"),
            "redirect_uri": asked["redirect_uris"],
            "redirect_uris": [asked["redirect_uris"]],
            "scopes": str(asked.get("scopes", "read")).split(),
            "client_id": secrets.token_urlsafe(32),
            "client_secret": secrets.token_urlsafe(32),
            "client_secret_expires_at": 0,
        }
        self.state["applications"][row["client_id"]] = row
        return JSONResponse(row)

    async def authorize(self, request: Request) -> Response:
        """Asks for an account; the person's own page on a real server. `account` answers it."""
        asked = dict(request.query_params)
        application = self.state["applications"].get(asked.get("client_id", ""))
        if not application or application["redirect_uri"] != asked.get("redirect_uri"):
            raise HTTPException(401, "Client authentication failed due to unknown client")
        if "account" not in asked:
            hidden = "".join(f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">' for k, v in asked.items())
            return HTMLResponse(
                f'<!doctype html><title>Authorize</title><form>{hidden}<input name="account" required><button>Authorize</button></form>'
            )
        code = secrets.token_urlsafe(16)
        self.state["codes"][code] = {**asked, "account": self.join(asked["account"])}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}", 302)

    async def token(self, request: Request) -> Response:
        asked = await body_of(request)
        code = self.state["codes"].pop(str(asked.get("code")), None)
        application = self.state["applications"].get(str(asked.get("client_id")))
        challenge = urlsafe_b64encode(hashlib.sha256(str(asked.get("code_verifier", "")).encode()).digest()).rstrip(b"=").decode()
        proven = (
            code and application and application["client_secret"] == asked.get("client_secret") and challenge == code.get("code_challenge")
        )
        if not proven or not application:
            words = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used"
            return JSONResponse({"error": "invalid_grant", "error_description": words}, 400)
        token = secrets.token_urlsafe(32)
        self.state["tokens"][token] = code["account"]
        scope = " ".join(application["scopes"])
        return JSONResponse({"access_token": token, "token_type": "Bearer", "scope": scope, "created_at": int(clock.now().timestamp())})

    # ── What it says of itself ───────────────────────────────────────────────────────────────────────────────────────
    async def instance(self, request: Request) -> Response:
        return JSONResponse(entities.instance(self.url, MAX_CHARACTERS, MAX_MEDIA))

    async def instance_v1(self, request: Request) -> Response:
        shown = entities.instance(self.url, MAX_CHARACTERS, MAX_MEDIA)
        return JSONResponse(
            {"uri": shown["domain"], "title": shown["title"], "version": shown["version"], "configuration": shown["configuration"]}
        )

    async def me(self, request: Request) -> Response:
        return JSONResponse(self.credential_account(self.account_of(request)))

    def credential_account(self, account_id: str) -> dict[str, Any]:
        return {**self.account(account_id), "source": entities.SOURCE, "role": entities.ROLE}

    def account(self, account_id: str) -> dict[str, Any]:
        count = sum(row["account"] == account_id for row in self.state["statuses"].values())
        return entities.account(self.url, self.state["accounts"][account_id], count)

    # ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────
    async def upload(self, request: Request) -> Response:
        account = self.account_of(request)
        form = await form_of(request)
        file = form.get("file")
        if not isinstance(file, File):
            raise HTTPException(422, "Validation failed: File can't be blank")
        if not file.mime.startswith(("image/", "video/", "audio/")):
            raise HTTPException(422, "Validation failed: File content type is invalid, File is invalid")
        row: dict[str, Any] = {"id": self.snowflake(), "account": account, "mime": file.mime, "size": len(file.body), "status": ""}
        row["alt"], row["sha"] = str(form.get("description") or ""), hashlib.sha256(file.body).hexdigest()
        row["looks"] = PROCESSING_LOOKS if file.mime.startswith("video/") else 0
        if not self.faults.take([Kind.LOSE_MEDIA], request.method, request.url.path):
            self.state["media"][row["id"]] = row
        self.state.accept("upload")
        return JSONResponse(entities.media(self.url, row), 202 if row["looks"] else 200)

    async def file(self, request: Request) -> Response:
        row = self.state["media"].get(request.path_params["id"])
        if not row or row["account"] != self.account_of(request) or row["status"]:
            raise HTTPException(404, "Record not found")
        row["looks"] -= 1
        return JSONResponse(entities.media(self.url, row), 206 if row["looks"] >= 0 else 200)

    def attachable(self, account: str, ids: list[str]) -> None:
        """Raises 422 in the words of `media_attachments.validations`."""
        rows = self.state["media"]
        missing = [one for one in ids if one not in rows or rows[one]["account"] != account or rows[one]["status"]]
        if missing:
            raise HTTPException(422, f"Media {', '.join(missing)} not found or already attached to another post")
        if len(ids) > MAX_MEDIA:
            raise HTTPException(422, f"Cannot attach more than {MAX_MEDIA} files")
        if len(ids) > 1 and any(not rows[one]["mime"].startswith("image/") for one in ids):
            raise HTTPException(422, "Cannot attach a video to a post that already contains images")
        if any(rows[one]["looks"] > 0 for one in ids):
            raise HTTPException(422, "Cannot attach files that have not finished processing. Try again in a moment!")

    # ── Statuses ─────────────────────────────────────────────────────────────────────────────────────────────────────
    async def post(self, request: Request) -> Response:
        account = self.account_of(request)
        asked = await body_of(request)
        key = request.headers.get("idempotency-key", "")
        if (row := self.posted_with(account, key)) is None:
            row = self.create(account, asked)
            self.state["keys"][f"{account} {key}"] = {"id": row["id"], "at": clock.now().timestamp()}
            self.state.accept("status")
        return JSONResponse(self.status(row))

    def posted_with(self, account: str, key: str) -> dict[str, Any] | None:
        known = self.state["keys"].get(f"{account} {key}") if key else None
        if not known or clock.now().timestamp() - known["at"] > IDEMPOTENT_FOR.total_seconds():
            return None
        row: dict[str, Any] | None = self.state["statuses"].get(known["id"])
        return row

    def create(self, account: str, asked: dict[str, Any]) -> dict[str, Any]:
        """A new status, its mentions told. Raises 404 and 422 as the server words them."""
        text, warning = str(asked.get("status") or ""), str(asked.get("spoiler_text") or "")
        files, parent = [str(one) for one in asked.get("media_ids") or []], str(asked.get("in_reply_to_id") or "")
        if parent and parent not in self.state["statuses"]:
            raise HTTPException(404, "The status you are trying to reply to does not appear to exist.")
        self.attachable(account, files)
        if not text.strip() and not files:
            raise HTTPException(422, "Validation failed: Text can't be blank")
        if measure(warning + text, Unit.FEDIVERSE) > MAX_CHARACTERS:
            raise HTTPException(422, f"Validation failed: Text character limit of {MAX_CHARACTERS} exceeded")
        poll = self.poll(asked.get("poll"), files)
        row: dict[str, Any] = {
            "id": self.snowflake(),
            "account": account,
            "text": text,
            "warning": warning,
            "parent": parent,
            "files": files,
            "poll": poll,
        }
        row |= {"visibility": asked.get("visibility") or "public", "language": asked.get("language"), "at": entities.now()}
        row |= {"likes": 0, "reblogs": 0}
        self.state["statuses"][row["id"]] = row
        for file in files:
            self.state["media"][file]["status"] = row["id"]
        self.tell(row)
        return row

    def poll(self, asked: dict[str, Any] | None, files: list[str]) -> dict[str, Any] | None:
        if not asked:
            return None
        options = asked.get("options") or []
        if files:
            raise HTTPException(422, "Validation failed: Cannot attach both a poll and media")
        if not 2 <= len(options) <= 4 or any(len(option) > 50 for option in options):
            raise HTTPException(422, "Validation failed: Poll options is invalid")
        return {"options": options, "seconds": int(asked["expires_in"]), "multiple": bool(asked.get("multiple"))}

    def tell(self, row: dict[str, Any]) -> None:
        """Notifies those whom a status mentions."""
        for account_id in entities.mentioned(row["text"], self.state["accounts"]):
            if account_id != row["account"]:
                self.notify(account_id, "mention", row["account"], row["id"])

    def notify(self, to: str, kind: str, author: str, status: str) -> None:
        row = {"id": str(self.state.next()), "to": to, "type": kind, "account": author, "status": status, "at": entities.now()}
        self.state["notifications"][row["id"]] = row

    def status(self, row: dict[str, Any]) -> dict[str, Any]:
        return entities.status(self.url, row, self.account(row["account"]), self.state.tables)

    def one(self, request: Request) -> dict[str, Any]:
        self.account_of(request)
        row: dict[str, Any] | None = self.state["statuses"].get(request.path_params["id"])
        if not row:
            raise HTTPException(404, "Record not found")
        return row

    async def show(self, request: Request) -> Response:
        return JSONResponse(self.status(self.one(request)))

    async def source(self, request: Request) -> Response:
        row = self.one(request)
        return JSONResponse({"id": row["id"], "text": row["text"], "spoiler_text": row["warning"]})

    async def delete(self, request: Request) -> Response:
        row = self.one(request)
        if row["account"] != self.account_of(request):
            raise HTTPException(403, "This action is not allowed")
        shown = {**self.status(row), "text": row["text"]}
        del self.state["statuses"][row["id"]]
        self.state.accept("delete")
        return JSONResponse(shown)

    async def context(self, request: Request) -> Response:
        row = self.one(request)
        statuses = self.state["statuses"]
        ancestors: list[dict[str, Any]] = []
        parent = statuses.get(row["parent"])
        while parent:
            ancestors.insert(0, self.status(parent))
            parent = statuses.get(parent["parent"])
        under = {row["id"]}
        descendants = []
        for other in statuses.values():
            if other["parent"] in under:
                under.add(other["id"])
                descendants.append(self.status(other))
        return JSONResponse({"ancestors": ancestors, "descendants": descendants})

    async def statuses_of(self, request: Request) -> Response:
        self.account_of(request)
        rows = [row for row in self.state["statuses"].values() if row["account"] == request.path_params["id"]]
        return JSONResponse([self.status(row) for row in entities.page(rows, request, 20)])

    async def notifications(self, request: Request) -> Response:
        account, kinds = self.account_of(request), request.query_params.getlist("types[]")
        rows = [row for row in self.state["notifications"].values() if row["to"] == account and (not kinds or row["type"] in kinds)]
        return JSONResponse([self.notification(row) for row in entities.page(rows, request, 40)])

    def notification(self, row: dict[str, Any]) -> dict[str, Any]:
        status = self.state["statuses"].get(row["status"])
        shown = {"id": row["id"], "type": row["type"], "created_at": row["at"], "group_key": f"ungrouped-{row['id']}"}
        return {**shown, "account": self.account(row["account"]), **({"status": self.status(status)} if status else {})}

    # ── What the world sees and does ─────────────────────────────────────────────────────────────────────────────────
    def published(self) -> list[Published]:
        shown = [row for row in self.state["statuses"].values() if row["visibility"] in {"public", "unlisted"}]
        names = {key: row["username"] for key, row in self.state["accounts"].items()}
        return [Published(row["id"], row["text"], names[row["account"]], row["at"], row["parent"]) for row in shown]

    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        return str(self.create(self.join(author), {"status": text, "visibility": "public"})["id"])

    def react(self, post_id: str, kind: str, author: str, text: str = "") -> None:
        row = self.state["statuses"].get(post_id)
        if not row:
            return
        who, owner = self.join(author), self.state["accounts"][row["account"]]
        if kind == "reply":
            reply = {"status": f"@{owner['username']} {text}", "in_reply_to_id": post_id, "visibility": row["visibility"]}
            self.create(who, reply)
            return
        counter, told = {"like": ("likes", "favourite"), "repost": ("reblogs", "reblog")}[kind]
        row[counter] += 1
        self.notify(row["account"], told, who, post_id)

"""A forum in memory that behaves as https://docs.discourse.org says, and as its source does where it is silent."""

from collections.abc import Sequence
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Handler, Published, Window

PAGE = 50


class Fake(Base):
    slug = "discourse"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls = Window(200, 60)
        self.private = False

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/", self.home),
            Route("/site/basic-info.json", self.limited(self.about)),
            Route("/posts.json", self.limited(self.posts)),
        ]

    def refusal(self, status: int, message: str = "") -> Response:
        words = {404: "The requested URL or resource could not be found.", 429: "You’ve performed this action too many times."}
        return JSONResponse({"errors": [message or words.get(status, f"HTTP {status}")], "error_type": "error"}, status)

    def limited(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            allowed, _left, _reset = self.calls.spend("a visitor") if self.rates else (True, 0, 0.0)
            response: Response = await handler(request) if allowed else self.refusal(429)
            if not allowed:
                response.headers["Retry-After"] = "60"
            return response

        return answer

    # ── What is said ─────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        number = self.state.next()
        above = self.state["posts"].get(parent)
        topic = above["topic_id"] if above else number
        known = [row for row in self.state["posts"].values() if row["topic_id"] == topic]
        self.state["posts"][str(number)] = {
            "id": number,
            "name": author.capitalize(),
            "username": author,
            "created_at": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "cooked": f"<p>{escape(text)}</p>",
            "raw": text,
            "post_number": len(known) + 1,
            "post_type": 1,
            "reply_to_post_number": str(above["post_number"]) if above and above["post_number"] > 1 else None,
            "topic_id": topic,
            "topic_slug": f"topic-{topic}",
            "topic_title": above["topic_title"] if above else title or text[:60],
            "hidden": False,
            "deleted_at": None,
            "user_deleted": False,
        }
        return str(number)

    def hide(self, post: str) -> None:
        self.state["posts"][post]["hidden"] = True

    def published(self) -> list[Published]:
        rows = self.state["posts"].values()
        return [Published(str(row["id"]), row["raw"], row["username"], row["created_at"]) for row in rows]

    # ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────
    async def home(self, request: Request) -> Response:
        page = '<!doctype html><meta name="generator" content="Discourse 2026.11.0 - sandbox"><title>Forum (sandbox)</title>'
        return HTMLResponse(page, headers={"X-Discourse-Route": "list/latest"})

    async def about(self, request: Request) -> Response:
        empty = dict.fromkeys(("logo_url", "logo_small_url", "apple_touch_icon_url", "favicon_url", "mobile_logo_url"), "")
        colours = {"header_primary_color": "333333", "header_background_color": "ffffff"}
        words = {"title": "Forum (sandbox)", "description": "A forum that nobody sees", "locale": "fr"}
        return JSONResponse({**empty, **colours, **words, "login_required": self.private, "include_in_discourse_discover": False})

    async def posts(self, request: Request) -> Response:
        if self.private:
            raise HTTPException(403, "You need to be logged in to do that.")
        rows = sorted(self.state["posts"].values(), key=lambda row: -int(row["id"]))
        before = int(request.query_params.get("before", "0") or 0)
        if before > 0:
            rows = [row for row in rows if before - PAGE < row["id"] <= before]
        return JSONResponse({"latest_posts": rows[:PAGE]})

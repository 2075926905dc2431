"""A forum in memory that behaves as https://docs.nodebb.org/api/read/ says, and as its source does where it is silent."""

from collections.abc import Sequence
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published

PAGE = 20


class Fake(Base):
    slug = "nodebb"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.private = False

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/", self.home), Route("/api/config", self.config), Route("/api/recent/posts", self.posts)]

    def refusal(self, status: int, message: str = "") -> Response:
        return JSONResponse({"path": "", "error": message or f"HTTP {status}"}, status)

    # ── What is said ─────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        number = self.state.next()
        above = self.state["posts"].get(parent)
        topic = above["topic"] if above else {"tid": number, "title": title or text[:60], "slug": f"{number}/topic"}
        self.state["posts"][str(number)] = {
            "pid": number,
            "tid": topic["tid"],
            "content": f"<p>{escape(text)}</p>",
            "raw": text,
            "timestamp": int(clock.now().timestamp() * 1000),
            "timestampISO": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "deleted": False,
            "user": {"username": author, "displayname": author.capitalize(), "userslug": author},
            "topic": topic,
            "isMainPost": above is None,
        }
        return str(number)

    def hide(self, post: str) -> None:
        self.state["posts"][post]["deleted"] = True

    def published(self) -> list[Published]:
        rows = self.state["posts"].values()
        return [Published(str(row["pid"]), row["raw"], row["user"]["username"], row["timestampISO"]) for row in rows]

    # ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────
    async def home(self, request: Request) -> Response:
        return HTMLResponse("<!doctype html><title>Forum (sandbox)</title>", headers={"X-Powered-By": "NodeBB"})

    async def config(self, request: Request) -> Response:
        return JSONResponse({"relative_path": "", "csrf_token": "sandbox", "siteTitle": "Forum (sandbox)", "version": "4.6.0"})

    async def posts(self, request: Request) -> Response:
        if self.private:
            raise HTTPException(401, "not-authorised")
        rows = sorted(self.state["posts"].values(), key=lambda row: (-row["timestamp"], -row["pid"]))
        start = (max(1, int(request.query_params.get("page", "1") or 1)) - 1) * PAGE
        return JSONResponse([{name: value for name, value in row.items() if name != "raw"} for row in rows[start : start + PAGE]])

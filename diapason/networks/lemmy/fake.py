"""A server in memory that behaves as https://join-lemmy.org/api/ says of v3, and as its source does where it is silent."""

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published

MOST = 50


class Fake(Base):
    slug = "lemmy"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.private = False

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/", self.home),
            Route("/api/v3/site", self.site),
            Route("/api/v3/community", self.community),
            Route("/api/v3/post/list", self.posts),
            Route("/api/v3/comment/list", self.comments),
        ]

    def refusal(self, status: int, message: str = "") -> Response:
        words = {404: "couldnt_find_community", 429: "rate_limit_error"}
        return JSONResponse({"error": message or words.get(status, "unknown")}, status)

    # ── What is said ─────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        number = self.state.next()
        at = clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
        creator = {"id": 1, "name": author, "display_name": author.capitalize(), "actor_id": f"https://elsewhere.example/u/{author}"}
        common = {"creator": creator, "community": {"id": 2, "name": "lampes", "title": "Lampes (sandbox)"}}
        one = {"id": number, "published": at, "deleted": False, "removed": False}
        above = self.state["posts"].get(parent) or self.state["comments"].get(parent)
        if above is None:
            post = {**one, "name": title or text[:60], "body": text, "ap_id": f"{self.url}/post/{number}"}
            self.state["posts"][str(number)] = {**common, "post": post}
        else:
            path = f"{above['comment']['path'] if 'comment' in above else '0'}.{number}"
            comment = {**one, "content": text, "path": path, "post_id": above["post"]["id"], "ap_id": f"{self.url}/comment/{number}"}
            self.state["comments"][str(number)] = {**common, "post": above["post"], "comment": comment}
        return str(number)

    def hide(self, post: str) -> None:
        view = self.state["comments"].get(post) or self.state["posts"][post]
        view["comment" if "comment" in view else "post"]["removed"] = True

    def published(self) -> list[Published]:
        found = [view["post"] for view in self.state["posts"].values()] + [view["comment"] for view in self.state["comments"].values()]
        return [Published(str(one["id"]), one.get("content") or one["body"], "somebody", one["published"]) for one in found]

    # ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────
    async def home(self, request: Request) -> Response:
        return HTMLResponse('<!doctype html><title>Lemmy (sandbox)</title><div id="app" class="lemmy-site"></div>')

    async def site(self, request: Request) -> Response:
        view = {"site": {"name": "Lemmy (sandbox)"}, "local_site": {"private_instance": self.private}}
        return JSONResponse({"site_view": view, "version": "0.19.14"})

    async def community(self, request: Request) -> Response:
        if request.query_params.get("name", "").split("@")[0] != "lampes":
            raise HTTPException(404)
        return JSONResponse({"community_view": {"community": {"id": 2, "name": "lampes", "title": "Lampes (sandbox)"}}})

    async def posts(self, request: Request) -> Response:
        return JSONResponse({"posts": self.page(request, "posts", "post")})

    async def comments(self, request: Request) -> Response:
        return JSONResponse({"comments": self.page(request, "comments", "comment")})

    def page(self, request: Request, table: str, name: str) -> list[dict[str, Any]]:
        asked = request.query_params
        limit, number = int(asked.get("limit", "10")), int(asked.get("page", "1"))
        if self.private or not 1 <= limit <= MOST or asked.get("sort") != "New":
            raise HTTPException(400, "couldnt_get_posts")
        rows = sorted(self.state[table].values(), key=lambda view: -int(view[name]["id"]))
        return rows[(number - 1) * limit : number * limit]

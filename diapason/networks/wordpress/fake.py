"""A WordPress site that remembers, as version 6.1.9 was seen to behave (`tests/test_real_server.py` holds both to the same)."""

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import OPEN_SESAME, Handler, Published, body_of
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.faults import Kind
from diapason.networks.base.markup import to_text

Row = dict[str, Any]
RIGHTS = ("edit_posts", "publish_posts", "upload_files", "moderate_comments", "manage_categories")
STATUSES = ("publish", "future", "draft", "pending", "private")
IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4")
FLOOD_SECONDS = 15


class Refused(HTTPException):
    """An error as the API words it: a code, a message and a status."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(status, message or code)
        self.code = code


def slugged(text: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^>]*>", "", text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def rendered(text: str) -> str:
    """A comment as it is shown: escaped, in paragraphs, with quotes curled."""
    shown = html.escape(text, quote=False).replace("&amp;", "&#038;").replace("'", "’").replace("...", "…")
    return "".join(f"<p>{part.strip()}</p>\n" for part in shown.split("\n\n")).replace("\n\n", "\n")


def moment() -> str:
    return clock.now().replace(tzinfo=None, microsecond=0).isoformat()


class Fake(Base):
    slug = "wordpress"

    def __init__(self, *, url: str = "", **options: Any) -> None:
        super().__init__(url=url or "https://wordpress.fake", **options)  # the connector sends no password over http

    def routes(self) -> Sequence[BaseRoute]:
        one = r"{number:int}"
        api = [
            ("/", self.index, ["GET"]),
            ("/wp/v2/users/me", self.me, ["GET"]),
            ("/wp/v2/posts", self.posts, ["GET", "POST"]),
            (f"/wp/v2/posts/{one}", self.post, ["GET", "POST", "DELETE"]),
            ("/wp/v2/media", self.media, ["GET", "POST"]),
            ("/wp/v2/tags", self.terms, ["GET", "POST"]),
            ("/wp/v2/categories", self.terms, ["GET"]),
            ("/wp/v2/comments", self.comments, ["GET", "POST"]),
            (f"/wp/v2/comments/{one}", self.comment, ["GET", "POST"]),
        ]
        return [
            Route("/", self.home),
            Route("/wp-json", self.answer(self.index)),
            *(Route(f"/wp-json{path}", self.answer(handler), methods=methods) for path, handler, methods in api),
        ]

    def answer(self, handler: Handler) -> Handler:
        """JSON with only the `_fields` that were asked for."""

        async def answered(request: Request) -> Response:
            made = await handler(request)
            if isinstance(made, Response):
                return made
            data, status, headers = made if isinstance(made, tuple) else (made, 200, {})
            return JSONResponse(only(data, request.query_params.get("_fields", "")), status, headers)

        return answered

    async def refuse(self, request: Request, error: Exception) -> Response:
        code = getattr(error, "code", "rest_no_route")
        status = getattr(error, "status_code", 500)
        return JSONResponse({"code": code, "message": getattr(error, "detail", ""), "data": {"status": status}}, status)

    def refusal(self, status: int, message: str = "") -> Response:
        if status == 403:  # what stands before a site is likelier to say it than the site
            return HTMLResponse("<h1>403 Forbidden</h1>", status)
        code = {401: "rest_not_logged_in", 404: "rest_no_route"}.get(status, "internal_server_error")
        return JSONResponse({"code": code, "message": message or "Sorry.", "data": {"status": status}}, status)

    # ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def join(self, handle: str, name: str = "") -> str:
        users = self.state["users"]
        if handle not in users:
            number = self.state.next()
            secret = hashlib.sha256(f"{handle}{number}".encode()).hexdigest()[:24]
            users[handle] = {"id": number, "username": handle, "name": name or handle, "password": secret, "rights": list(RIGHTS)}
        return str(users[handle]["id"])

    def fields(self, handle: str) -> dict[str, str]:
        self.join(handle)
        return {"username": handle, "password": OPEN_SESAME if self.opened else self.state["users"][handle]["password"]}

    def user(self, request: Request) -> Row | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        handle, _, password = base64.b64decode(given).decode().partition(":")
        password = password.replace(" ", "")
        if self.opened and password == OPEN_SESAME:
            self.join(handle)
            return dict(self.state["users"][handle])
        found = self.state["users"].get(handle)
        return found if found and found["password"] == password else None

    def allowed(self, request: Request, right: str, code: str) -> Row:
        """The account, when it holds the right."""
        user = self.user(request)
        if not user or right not in user["rights"]:
            raise Refused(403 if user else 401, code, "Sorry, you are not allowed to do that.")
        return user

    # ── The site ─────────────────────────────────────────────────────────────────────────────────────────────────────
    async def home(self, request: Request) -> Response:
        return HTMLResponse("<title>Le blog</title>", headers={"Link": f'<{self.url}/wp-json/>; rel="https://api.w.org/"'})

    async def index(self, request: Request) -> Any:
        return {
            "name": "Le blog",
            "home": self.url,
            "timezone_string": "Europe/Paris",
            "site_icon_url": "",
            "namespaces": ["oembed/1.0", "wp/v2"],
            "authentication": {"application-passwords": {"endpoints": {"authorization": f"{self.url}/wp-admin/authorize-application.php"}}},
        }

    async def me(self, request: Request) -> Any:
        user = self.user(request)
        if not user:
            raise Refused(401, "rest_not_logged_in", "You are not currently logged in.")
        public = {name: user[name] for name in ("id", "username", "name")}
        return {**public, "slug": user["username"], "capabilities": dict.fromkeys(user["rights"], True)}

    # ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────────────
    async def posts(self, request: Request) -> Any:
        if request.method == "GET":
            return self.list_posts(request)
        user = self.allowed(request, "edit_posts", "rest_cannot_create")
        body = await body_of(request)
        if not any(str(body.get(name, "")).strip() for name in ("title", "content", "excerpt")):
            raise Refused(400, "empty_content", "Content, title, and excerpt are empty.")
        number = self.state.next()
        row = {"id": number, "author": user["id"], "status": "draft", "slug": "", "featured_media": 0, "tags": [], "categories": [1]}
        self.state["posts"][str(number)] = row
        self.write(row, body)
        self.state.accept(row["status"])
        return self.shown(row), 201, {}

    def write(self, row: Row, body: Row) -> None:
        if body.get("status", "draft") not in STATUSES:
            raise Refused(400, "rest_invalid_param", "Invalid parameter(s): status")
        row.update(
            {name: body[name] for name in body if name in {"title", "content", "excerpt", "status", "featured_media", "tags", "categories"}}
        )
        row["modified"] = moment()
        if row["status"] == "publish":
            row.setdefault("date", row["modified"])
        if "slug" in body or row["status"] == "publish":
            row["slug"] = self.free_slug(slugged(body.get("slug") or row["slug"] or row.get("title", "")), row)

    def free_slug(self, wanted: str, row: Row) -> str:
        """A visible article's address is its own: a taken one gets a number."""
        taken = {post["slug"] for post in self.state["posts"].values() if post["status"] == "publish" and post["id"] != row["id"]}
        numbered = (f"{wanted}-{number}" for number in range(2, 1000))
        return wanted if row["status"] != "publish" or wanted not in taken else next(slug for slug in numbered if slug not in taken)

    def list_posts(self, request: Request) -> Any:
        asked = request.query_params
        wanted = set(asked.get("status", "publish").split(","))
        if wanted != {"publish"}:
            self.allowed(request, "edit_posts", "rest_forbidden_status")
        rows = [row for row in self.state["posts"].values() if row["status"] in wanted or ("any" in wanted and row["status"] != "trash")]
        for name, value in (("slug", asked.get("slug")), ("author", asked.get("author"))):
            rows = [row for row in rows if value is None or str(row[name]) == value]
        if asked.get("include"):
            rows = [row for row in rows if str(row["id"]) in asked["include"].split(",")]
        rows.sort(key=lambda row: (row.get("date", row["modified"]), row["id"]), reverse=True)
        return paged([self.shown(row) for row in rows], request)

    async def post(self, request: Request) -> Any:
        row = self.state["posts"].get(str(request.path_params["number"]))
        if not row:
            raise Refused(404, "rest_post_invalid_id", "Invalid post ID.")
        if request.method == "GET":
            if row["status"] != "publish":
                self.allowed(request, "edit_posts", "rest_forbidden")
            return self.shown(row)
        self.allowed(request, "publish_posts", "rest_cannot_edit" if request.method == "POST" else "rest_cannot_delete")
        if request.method == "POST":
            was = row["status"]
            self.write(row, await body_of(request))
            if row["status"] == "publish" and was != "publish":
                self.state.accept("publish")
        elif row["status"] == "trash":
            raise Refused(410, "rest_already_trashed", "The post has already been deleted.")
        else:
            row.update(status="trash", slug=f"{row['slug']}__trashed")
            self.state.accept("delete")
        return self.shown(row)

    def shown(self, row: Row) -> Row:
        public = row["status"] == "publish"
        title, content = str(row.get("title", "")), str(row.get("content", ""))
        return {
            **row,
            "date_gmt": row.get("date", row["modified"]),
            "link": f"{self.url}/{row['slug']}/" if public else f"{self.url}/?p={row['id']}",
            "title": {"raw": title, "rendered": html.escape(title, quote=False)},
            "content": {"raw": content, "rendered": content},
            "excerpt": {"raw": row.get("excerpt", ""), "rendered": row.get("excerpt", "")},
        }

    async def media(self, request: Request) -> Any:
        if request.method == "GET":
            named = request.query_params.get("include", "").split(",")
            return paged([row for number, row in self.state["media"].items() if number in named], request)
        self.allowed(request, "upload_files", "rest_cannot_create")
        mime, body = request.headers.get("content-type", ""), await request.body()
        if mime not in IMAGES or not body:
            raise Refused(500, "rest_upload_sideload_error", "Sorry, you are not allowed to upload this file type.")
        number = self.state.next()
        alt = request.query_params.get("alt_text", "")
        row = {"id": number, "mime_type": mime, "alt_text": alt, "source_url": f"{self.url}/wp-content/uploads/{number}", "size": len(body)}
        if not self.faults.take([Kind.LOSE_MEDIA], request.method, request.url.path):
            self.state["media"][str(number)] = row
        self.state.accept("upload")
        return row, 201, {}

    async def terms(self, request: Request) -> Any:
        table = self.state["tags" if "tags" in request.url.path else "categories"]
        if "categories" in request.url.path and not table:
            table["1"] = {"id": 1, "name": "Uncategorized", "slug": "uncategorized"}
        if request.method == "GET":
            words = request.query_params.get("search", "").casefold()
            return paged([row for row in table.values() if words in row["name"].casefold()], request)
        self.allowed(request, "edit_posts", "rest_cannot_create")
        name = str((await body_of(request)).get("name", ""))
        if known := [row for row in table.values() if row["name"] == name]:
            body = {"code": "term_exists", "message": "A term with the name…", "data": {"status": 400, "term_id": known[0]["id"]}}
            return JSONResponse(body, 400)
        number = self.state.next()
        table[str(number)] = {"id": number, "name": name, "slug": slugged(name)}
        return table[str(number)], 201, {}

    # ── Comments ─────────────────────────────────────────────────────────────────────────────────────────────────────
    async def comments(self, request: Request) -> Any:
        if request.method == "POST":
            return await self.write_comment(request)
        asked = request.query_params
        status = asked.get("status", "approve")
        if status != "approve":
            self.allowed(request, "edit_posts", "rest_forbidden_param")
        wanted = {"approve": {"approved"}, "all": {"approved", "hold"}}.get(status, {status})
        rows = [row for row in self.state["comments"].values() if row["status"] in wanted]
        for name in ("post", "parent", "author"):
            rows = [row for row in rows if asked.get(name) is None or str(row[name]) == asked[name]]
        if asked.get("include"):
            rows = [row for row in rows if str(row["id"]) in asked["include"].split(",")]
        rows.sort(key=lambda row: int(row["id"]), reverse=True)
        return paged([self.shown_comment(row) for row in rows], request)

    async def write_comment(self, request: Request) -> Any:
        user = self.user(request)
        if not user:
            raise Refused(401, "rest_comment_login_required", "Sorry, you must be logged in to comment.")
        body = await body_of(request)
        post, parent, text = str(body.get("post")), int(body.get("parent") or 0), str(body.get("content", ""))
        if post not in self.state["posts"] or self.state["posts"][post]["status"] != "publish":
            raise Refused(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment without a post.")
        if not text.strip():
            raise Refused(400, "rest_comment_content_invalid", "Invalid comment content.")
        mine = [row for row in self.state["comments"].values() if row["author"] == user["id"]]
        if any((str(row["post"]), row["parent"], row["raw"]) == (post, parent, text) for row in mine):
            raise Refused(409, "comment_duplicate", "Duplicate comment detected; it looks as though you&#8217;ve already said that!")
        if mine and self.rates and "moderate_comments" not in user["rights"] and recent(mine[-1]["date_gmt"]):
            raise Refused(400, "comment_flood", "You are posting comments too quickly. Slow down.")
        row = self.keep_comment(int(post), parent, text, user["id"], user["name"], "approved")
        self.state.accept("comment")
        return self.shown_comment(row), 201, {}

    def keep_comment(self, post: int, parent: int, text: str, author: int, name: str, status: str) -> Row:
        number = self.state.next()
        row = {"id": number, "post": post, "parent": parent, "raw": text, "author": author, "author_name": name, "status": status}
        row |= {"date_gmt": moment(), "type": "comment", "author_url": ""}
        self.state["comments"][str(number)] = row
        return row

    async def comment(self, request: Request) -> Any:
        row = self.state["comments"].get(str(request.path_params["number"]))
        if not row:
            raise Refused(404, "rest_comment_invalid_id", "Invalid comment ID.")
        if request.method == "POST":
            self.allowed(request, "moderate_comments", "rest_cannot_edit")
            row["status"] = (await body_of(request)).get("status", row["status"])
        return self.shown_comment(row)

    def shown_comment(self, row: Row) -> Row:
        mailbox = hashlib.sha256(f"{row['author_name']}@example.test".encode()).hexdigest()
        public = {name: value for name, value in row.items() if name != "raw"}
        return {
            **public,
            "link": f"{self.url}/?p={row['post']}#comment-{row['id']}",
            "content": {"rendered": rendered(row["raw"])},
            "author_avatar_urls": {"96": f"https://secure.gravatar.com/avatar/{mailbox}?s=96"},
        }

    # ── For tests and the demo brand ─────────────────────────────────────────────────────────────────────────────────
    def published(self) -> list[Published]:
        """Articles and visible comments in the order in which they were begun."""
        posts = {number: row for number, row in self.state["posts"].items() if row["status"] == "publish"}
        comments = {number: row for number, row in self.state["comments"].items() if row["status"] == "approved"}
        found = [self.as_published(row) for row in posts.values()]
        found += [
            Published(number, row["raw"], row["author_name"], row["date_gmt"], str(row["parent"] or row["post"]))
            for number, row in comments.items()
            if str(row["post"]) in posts
        ]
        return sorted(found, key=lambda one: int(one.id))

    def as_published(self, row: Row) -> Published:
        text = f"{row.get('title', '')}\n\n{to_text(row.get('content', ''))}"
        author = next(user["username"] for user in self.state["users"].values() if user["id"] == row["author"])
        return Published(str(row["id"]), text.strip(), author, row["date"])

    def react(self, post_id: str, kind: str, author: str, text: str = "") -> None:
        """A visible comment, under an article or another comment."""
        if kind != "reply":
            return
        above = self.state["comments"].get(post_id)
        post, parent = (above["post"], above["id"]) if above else (int(post_id), 0)
        name = self.state["users"].get(author, {}).get("name", author)
        self.keep_comment(post, parent, text, 0, name, "approved")


def recent(date: str) -> bool:
    return (clock.now().replace(tzinfo=None) - datetime.fromisoformat(date)).total_seconds() < FLOOD_SECONDS


def paged(rows: list[Row], request: Request) -> Any:
    size, page = int(request.query_params.get("per_page", 10)), int(request.query_params.get("page", 1))
    if page > 1 and (page - 1) * size >= len(rows):
        raise Refused(400, "rest_post_invalid_page_number", "The page number requested is larger than the number of pages available.")
    return rows[(page - 1) * size : page * size], 200, {"X-WP-Total": str(len(rows))}


def only(data: Any, fields: str) -> Any:
    if not fields:
        return json.loads(json.dumps(data))
    names = fields.split(",")
    rows = data if isinstance(data, list) else [data]
    kept = [{name: row[name] for name in names if name in row} for row in rows]
    return kept if isinstance(data, list) else kept[0]

"""The search in memory, as https://hn.algolia.com/api says it answers."""

import re
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published, Window

MOST = 1000  # hits that pages reach


class Fake(Base):
    slug = "hackernews"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls = Window(10_000, 3600)

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/search_by_date", self.search)]

    def refusal(self, status: int, message: str = "") -> Response:
        return JSONResponse({"message": message or "Invalid request", "status": status}, status)

    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        number, now = self.state.next(), clock.now()
        above = self.state["items"].get(parent)
        row: dict[str, Any] = {"objectID": str(number), "author": author, "created_at_i": int(now.timestamp())}
        row |= {"created_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "story_id": number, "_tags": ["story"]}
        if above:
            row |= {"comment_text": text, "story_id": above["story_id"], "parent_id": int(parent), "_tags": ["comment"]}
            row |= {"story_title": above.get("title") or above.get("story_title")}
        else:
            row |= {"title": title or text[:60], "story_text": text, "url": None}
        self.state["items"][str(number)] = row
        return str(number)

    def hide(self, post: str) -> None:
        del self.state["items"][post]

    def published(self) -> list[Published]:
        rows = self.state["items"].values()
        return [Published(row["objectID"], row.get("comment_text") or row["story_text"], row["author"], row["created_at"]) for row in rows]

    async def search(self, request: Request) -> Response:
        if self.rates and not self.calls.spend("a visitor")[0]:
            return self.refusal(429)
        asked = request.query_params
        words = asked.get("query", "").lower().split()
        rows = [row for row in self.state["items"].values() if all(word in searched(row) for word in words)]
        for sign, bound in re.findall(r"created_at_i(>=|<=|>|<)(\d+)", asked.get("numericFilters", "")):
            rows = [row for row in rows if fits(int(row["created_at_i"]), sign, int(bound))]
        rows.sort(key=lambda row: (-int(row["created_at_i"]), -int(row["objectID"])))
        size, page = min(int(asked.get("hitsPerPage", "20")), MOST), int(asked.get("page", "0"))
        hits = rows[:MOST][page * size : (page + 1) * size]
        return JSONResponse({"hits": hits, "nbHits": len(rows), "page": page, "hitsPerPage": size, "query": asked.get("query", "")})


def searched(row: dict[str, Any]) -> str:
    return " ".join(str(row.get(name) or "") for name in ("title", "story_text", "comment_text", "story_title")).lower()


def fits(value: int, sign: str, bound: int) -> bool:
    return {">": value > bound, ">=": value >= bound, "<": value < bound, "<=": value <= bound}[sign]

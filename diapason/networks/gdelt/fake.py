"""The search in memory, as its documentation and its refusals say."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.core import clock
from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published, Window

MOST = 250
SLOWER = "Please limit requests to one every 5 seconds or contact the project for larger queries."


class Fake(Base):
    slug = "gdelt"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls = Window(1, 5)

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/doc", self.search)]

    def refusal(self, status: int, message: str = "") -> Response:
        return PlainTextResponse(SLOWER if status == 429 else message or f"HTTP {status}", status)

    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        """An article of the paper `author`; of its text, only what is searched is kept."""
        number, now = self.state.next(), clock.now()
        self.state["articles"][str(number)] = {
            "url": f"https://{author}.example/sandbox/{number}",
            "url_mobile": "",
            "title": title or text[:80],
            "seendate": now.strftime("%Y%m%dT%H%M%SZ"),
            "socialimage": "",
            "domain": f"{author}.example",
            "language": "French",
            "sourcecountry": "France",
            "text": text,
        }
        return str(number)

    def hide(self, post: str) -> None:
        del self.state["articles"][post]

    def published(self) -> list[Published]:
        rows = self.state["articles"].items()
        return [Published(number, row["title"], row["domain"], row["seendate"]) for number, row in rows]

    async def search(self, request: Request) -> Response:
        if self.rates and not self.calls.spend("a visitor")[0]:
            return PlainTextResponse(SLOWER)  # with a status of 200, as it does on most days
        asked = request.query_params
        phrase = asked.get("query", "").strip('"').lower()
        if len(phrase) < 3:
            return PlainTextResponse("The specified phrase is too short.")
        since, until = (bound(asked.get(name, "")) for name in ("startdatetime", "enddatetime"))
        rows = [row for row in self.state["articles"].values() if phrase in re.sub(r"\W+", " ", f"{row['title']} {row['text']}".lower())]
        rows = [row for row in rows if (not since or row["seendate"] >= since) and (not until or row["seendate"] <= until)]
        rows.sort(key=lambda row: row["seendate"], reverse=True)
        shown = [{name: value for name, value in row.items() if name != "text"} for row in rows[: min(int(asked["maxrecords"]), MOST)]]
        return JSONResponse({"articles": shown} if shown else {})


def bound(written: str) -> str:
    """YYYYMMDDHHMMSS, as the dates of articles are written; empty for none."""
    return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC).strftime("%Y%m%dT%H%M%SZ") if written else ""

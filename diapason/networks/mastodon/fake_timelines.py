"""What the fake server shows to those who look for something, and says to those who listen: timelines, search and streams.

https://docs.joinmastodon.org/methods/timelines/, /search/ and /streaming/. It keeps an index of words, as a server may.
"""

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from diapason.networks.base.fake import left
from diapason.networks.mastodon import fake_entities as entities

if TYPE_CHECKING:
    from diapason.networks.mastodon.fake import Fake

WORD = re.compile(r"\w[\w'’-]*")
Row = dict[str, Any]


class Timelines:
    def __init__(self, fake: "Fake") -> None:
        self.fake = fake
        self.lines = 0  # that were opened by those who listen

    def public(self, tag: str = "") -> list[Row]:
        rows = [row for row in self.fake.state["statuses"].values() if row["visibility"] == "public"]
        return [row for row in rows if tag in tags(row)] if tag else rows

    # ── Looked for ───────────────────────────────────────────────────────────────────────────────────────────────────
    async def timeline(self, request: Request) -> Response:
        self.fake.account_of(request)
        rows = self.public(request.path_params.get("tag", "").lower())
        return JSONResponse([self.fake.status(row) for row in entities.page(rows, request, 20)])

    async def search(self, request: Request) -> Response:
        self.fake.account_of(request)
        wanted = words(request.query_params.get("q", ""))
        rows = [row for row in self.public() if wanted <= words(row["text"])]
        statuses = [self.fake.status(row) for row in entities.page(rows, request, 20)]
        return JSONResponse({"accounts": [], "statuses": statuses, "hashtags": []})

    # ── Listened to ──────────────────────────────────────────────────────────────────────────────────────────────────
    async def stream(self, socket: WebSocket) -> None:
        query = socket.query_params
        tag = query.get("tag", "").lower() if query.get("stream") == "hashtag" else ""
        try:
            self.fake.account_with(socket.headers.get("authorization", ""))
        except HTTPException:
            await socket.close()  # 403: a server asks who listens, since 4.2
            return
        await socket.accept()
        told = {row["id"] for row in self.public(tag)}
        self.lines += 1
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # whoever listened has left
            while not await left(socket):
                there = {row["id"]: row for row in self.public(tag)}
                for key in [key for key in there if key not in told]:
                    status = json.dumps(self.fake.status(there[key]))
                    await socket.send_json({"stream": ["public"], "event": "update", "payload": status})
                for key in told - there.keys():
                    await socket.send_json({"stream": ["public"], "event": "delete", "payload": key})
                told = set(there)


def tags(row: Row) -> set[str]:
    return {tag.lower() for tag in entities.tags(row["text"])}


def words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))

"""A server in memory, as https://spec.matrix.org/v1.16/client-server-api/ says."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published, body_of

CODES = {401: "M_UNKNOWN_TOKEN", 403: "M_FORBIDDEN", 404: "M_NOT_FOUND", 429: "M_LIMIT_EXCEEDED"}
API = "/_matrix/client/v3"


class Fake(Base):
    slug = "matrix"
    token = "syt_bWFpc29u_lumen"

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route(f"{API}/account/whoami", self.who),
            Route(f"{API}/directory/room/{{alias}}", self.room),
            Route(f"{API}/rooms/{{room}}/send/m.room.message/{{key}}", self.send, methods=["PUT"]),
        ]

    def refusal(self, status: int, message: str = "") -> Response:
        said = {"errcode": CODES.get(status, "M_UNKNOWN"), "error": message or f"HTTP {status}"}
        return JSONResponse(said | ({"retry_after_ms": 7000} if status == 429 else {}), status)

    def join(self, handle: str, name: str = "") -> str:
        """A room of that address; its number."""
        number = f"!room{self.state.next()}:fake"
        self.state["rooms"][number] = {"alias": handle, "name": name}
        return number

    def line(self) -> dict[str, str]:
        self.join("#crew:fake")
        return {"token": self.token, "room": "#crew:fake"}

    def stranger(self, request: Request) -> bool:
        return request.headers.get("authorization") != f"Bearer {self.token}"

    async def who(self, request: Request) -> Response:
        return self.refusal(401) if self.stranger(request) else JSONResponse({"user_id": "@lumen:fake"})

    async def room(self, request: Request) -> Response:
        if self.stranger(request):
            return self.refusal(401)
        alias = request.path_params["alias"]
        found = next((number for number, row in self.state["rooms"].items() if row["alias"] == alias), None)
        return JSONResponse({"room_id": found, "servers": ["fake"]}) if found else self.refusal(404, "Room alias not found.")

    async def send(self, request: Request) -> Response:
        body, number = await body_of(request), request.path_params["room"]
        if self.stranger(request):
            return self.refusal(401)
        if number not in self.state["rooms"]:
            return self.refusal(403, "You are not a member of this room.")
        key = f"{number}/{request.path_params['key']}"
        if key not in self.state["messages"]:
            self.state["messages"][key] = {"room": number, "text": str(body["body"]), "event": f"$event{self.state.next()}"}
            self.state.accept("message")
        return JSONResponse({"event_id": self.state["messages"][key]["event"]})

    def published(self) -> list[Published]:
        return [Published(row["event"], row["text"], row["room"], "") for row in self.state["messages"].values()]

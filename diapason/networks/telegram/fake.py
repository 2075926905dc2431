"""Bots in memory, as https://core.telegram.org/bots/api says."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from diapason.networks.base.fake import Fake as Base
from diapason.networks.base.fake import Published, body_of

WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the group chat",
    429: "Too Many Requests",
}


class Fake(Base):
    slug = "telegram"
    token = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/bot{token}/getChat", self.chat, methods=["POST"]), Route("/bot{token}/sendMessage", self.send, methods=["POST"])]

    def refusal(self, status: int, message: str = "") -> Response:
        said = {"ok": False, "error_code": status, "description": message or WORDS.get(status, "Internal Server Error")}
        return JSONResponse(said | ({"parameters": {"retry_after": 7}} if status == 429 else {}), status)

    def join(self, handle: str, name: str = "") -> str:
        """A group in which the bot is; its number."""
        number = str(-1000 - self.state.next())
        self.state["chats"][number] = {"id": int(number), "type": "group", "title": name or handle}
        return number

    def line(self) -> dict[str, str]:
        return {"token": self.token, "chat": self.join("crew", "La cellule")}

    async def known(self, request: Request) -> tuple[dict[str, object], Response | None]:
        body = await body_of(request)
        if request.path_params["token"] != self.token:
            return body, self.refusal(401)
        return body, None if str(body.get("chat_id")) in self.state["chats"] else self.refusal(400)

    async def chat(self, request: Request) -> Response:
        body, refused = await self.known(request)
        return refused or JSONResponse({"ok": True, "result": self.state["chats"][str(body["chat_id"])]})

    async def send(self, request: Request) -> Response:
        body, refused = await self.known(request)
        if refused:
            return refused
        number = self.state.next()
        self.state["messages"][str(number)] = {"chat": str(body["chat_id"]), "text": str(body["text"])}
        self.state.accept("message")
        return JSONResponse({"ok": True, "result": {"message_id": number, "chat": {"id": body["chat_id"]}, "text": body["text"]}})

    def published(self) -> list[Published]:
        return [Published(number, row["text"], row["chat"], "") for number, row in self.state["messages"].items()]

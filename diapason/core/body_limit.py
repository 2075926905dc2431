"""A door before the application: a request body that is too large is refused before it reaches a disk.

Django under ASGI writes the whole body to a temporary file before anything of ours runs, so the limit stands here.
"""

import errno
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

FULL = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM = (
    "Le serveur n’a plus de place : rien n’a été enregistré. Prévenez la personne qui l’administre.\n"
    "The server has no room left: nothing was kept. Tell whoever runs it.\n"
)
DRAIN = 4 * 1024 * 1024  # read this much of what was refused, so that a browser gets to read the answer


class TooLarge(Exception):
    """More came than was announced or allowed."""


class BodyLimit:
    """Answers 413 to a body of more than `maximum` bytes, from its announced length or while it comes; 507 when the disk is full."""

    def __init__(self, app: App, maximum: int, message: str) -> None:
        self.app, self.maximum, self.message = app, maximum, message

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if announced(scope) > self.maximum:
            await drain(receive)
            return await self.refuse(send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, self.counted(receive), watched)
        except TooLarge:
            if not started:
                await self.refuse(send)
        except OSError as error:  # Django writes the body to a temporary file, out of reach of its own error pages
            if started or error.errno not in FULL:
                raise
            await drain(receive)
            await self.refuse(send, 507, NO_ROOM)

    def counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.maximum:
                raise TooLarge
            return message

        return counting

    async def refuse(self, send: Send, status: int = 413, message: str = "") -> None:
        body = (message or self.message).encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def announced(scope: dict[str, Any]) -> int:
    value = dict(scope["headers"]).get(b"content-length", b"")
    return int(value) if value.isdigit() else 0


async def drain(receive: Receive) -> None:
    read = 0
    while read < DRAIN:
        message = await receive()
        read += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return

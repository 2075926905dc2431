"""The base of a fake network: an ASGI application with a memory, faults on demand, and an account of what it accepted.

A network's `fake.py` has a class `Fake` made from this one that behaves as the network documents. It runs in process
(`fake.client()`) or on its own (`python -m diapason.networks.base.fake NETWORK --port N`), where a dropped connection is
really closed after the call was accepted. It needs neither Django's settings nor a database.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl

import httpx2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from diapason.core import clock
from diapason.networks.base.faults import SHAPES, Fault, Faults, Kind

CONTROLS = {"/_faults", "/_accepted", "/_state", "/_said"}
AFTER = (Kind.DROP, Kind.SLOW, Kind.GARBLE)
# The password of any account, and what a token starts with, where the fake is open: the sandbox of the demo brand.
OPEN_SESAME = "sandbox"


class State:
    """What a fake network remembers, as tables of JSON rows by id."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {}
        self.accepted: Counter[str] = Counter()
        self.last = 0

    def __getitem__(self, table: str) -> dict[str, Any]:
        return self.tables.setdefault(table, {})

    def next(self) -> int:
        """A number that was never given before."""
        self.last += 1
        return self.last

    def accept(self, kind: str) -> None:
        """Counts a mutation that was carried out."""
        self.accepted[kind] += 1

    def dump(self) -> dict[str, Any]:
        return {"tables": self.tables, "accepted": dict(self.accepted), "last": self.last}

    def load(self, data: dict[str, Any]) -> None:
        self.tables = data["tables"]
        self.accepted = Counter(data["accepted"])
        self.last = data["last"]


@dataclass
class Window:
    """A documented rate limit: `limit` calls in `seconds`, by key (an account, an address)."""

    limit: int
    seconds: float
    calls: dict[str, deque[float]] = field(default_factory=dict)

    def spend(self, key: str, cost: int = 1) -> tuple[bool, int, float]:
        """Whether the call is allowed, how many are left, and when (epoch) the oldest is forgotten."""
        now = clock.now().timestamp()
        spent = self.calls.setdefault(key, deque())
        while spent and spent[0] <= now - self.seconds:
            spent.popleft()
        allowed = len(spent) + cost <= self.limit
        if allowed:
            spent.extend([now] * cost)
        return allowed, max(self.limit - len(spent), 0), (spent[0] if spent else now) + self.seconds


@dataclass(frozen=True)
class Published:
    """A post that anybody can see, for tests that count and an audience that reacts."""

    id: str
    text: str
    account: str
    at: str
    parent: str = ""


class Fake:
    """`latency` in seconds before every answer; `rates` off lifts the documented rate limits; `opened` lets any account in."""

    slug = ""

    def __init__(self, *, url: str = "", latency: float = 0.0, rates: bool = True, opened: bool = True) -> None:
        self.url = url or f"http://{self.slug}.fake"
        self.latency = latency
        self.rates = rates
        self.opened = opened
        self.state = State()
        self.faults = Faults()

    # ── What a network says of itself ────────────────────────────────────────────────────────────────────────────────
    def routes(self) -> Sequence[BaseRoute]:
        raise NotImplementedError

    def sockets(self) -> "dict[str, Socket]":
        """What answers at which path as a WebSocket."""
        return {}

    def refusal(self, status: int, message: str = "") -> Response:
        """An error as this network words it."""
        return JSONResponse({"error": message or f"HTTP {status}"}, status)

    def join(self, handle: str, name: str = "") -> str:
        """Makes sure that an account exists; its id."""
        raise NotImplementedError

    def fields(self, handle: str) -> dict[str, str]:
        """What a person types to connect that account (`auth.connect`)."""
        raise NotImplementedError

    def line(self) -> dict[str, str]:
        """What a person types so that the team is told things there (`tell`); the account and the place exist from here on."""
        raise NotImplementedError

    def published(self) -> list[Published]:
        """Every public post, oldest first."""
        raise NotImplementedError

    def react(self, post_id: str, kind: str, author: str, text: str = "") -> None:
        """Somebody (`author`, a handle) does `like`, `repost` or `reply` to a post; what a network has not, it ignores."""

    def say(self, author: str, text: str, *, title: str = "", parent: str = "") -> str:
        """Somebody (`author`, a handle) writes where everybody may read, to nobody or under `parent`; the id."""
        raise NotImplementedError

    def hide(self, post: str) -> None:
        """What was said is taken away by who keeps the place."""
        raise NotImplementedError

    def expire(self) -> None:
        """Ends every access token that can be renewed."""

    # ── How it is reached ────────────────────────────────────────────────────────────────────────────────────────────
    def app(self, *, controls: bool = False) -> ASGIApp:
        """The network as an ASGI application; `controls` also mounts /_faults, /_accepted and /_state."""
        routes = [*(self.controls() if controls else ()), *self.routes()]
        inner = Starlette(routes=routes, exception_handlers={HTTPException: self.refuse})
        return Faulty(self, inner)

    def client(self, **options: Any) -> httpx2.AsyncClient:
        """A client that talks to this fake in process."""
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.app()), **options)

    async def refuse(self, request: Request, error: Exception) -> Response:
        return self.refusal(getattr(error, "status_code", 500), getattr(error, "detail", ""))

    def controls(self) -> list[BaseRoute]:
        return [
            Route("/_faults", self.set_faults, methods=["GET", "POST", "DELETE"]),
            Route("/_accepted", self.show_accepted),
            Route("/_state", self.show_state),
            Route("/_said", self.let_say, methods=["POST"]),
        ]

    async def let_say(self, request: Request) -> Response:
        """A list of {"author", "text"}; their ids."""
        return JSONResponse([self.say(each["author"], each["text"]) for each in await request.json()])

    async def set_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.faults.clear()
        if request.method == "POST":
            asked = await request.json()
            try:
                for settings in asked if isinstance(asked, list) else [asked]:
                    self.faults.add(**settings)
            except (TypeError, ValueError) as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(self.faults.as_json())

    async def show_accepted(self, request: Request) -> Response:
        posts = [{"id": post.id, "text": post.text, "account": post.account, "at": post.at} for post in self.published()]
        return JSONResponse({"counts": dict(self.state.accepted), "published": posts})

    async def show_state(self, request: Request) -> Response:
        return JSONResponse(self.state.dump())


@dataclass
class Faulty:
    """Stands before the network and makes its bad days."""

    fake: Fake
    inner: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.fake.sockets().get(path_of(scope), refused)(WebSocket(scope, receive, send))
            return
        if scope["type"] != "http" or path_of(scope) in CONTROLS:
            await self.inner(scope, receive, send)
            return
        await asyncio.sleep(self.fake.latency)
        method, path = scope["method"], path_of(scope)
        if fault := self.fake.faults.take([Kind.STATUS], method, path):
            await read_all(receive)  # a server that refuses has still read what was sent
            await self.refused(fault)(scope, receive, send)
            return
        answer: list[Message] = []
        await self.inner(scope, receive, keep_in(answer))
        await self.pass_on(answer, scope, receive, send)

    async def pass_on(self, answer: list[Message], scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], path_of(scope)
        fault = None
        if answer[0]["status"] < 400:
            faults = self.fake.faults
            fault = faults.take(AFTER, method, path) or faults.take([Kind.STATUS], method, path, after=True)
        if fault and fault.kind is Kind.DROP:
            await hang_up(send)
            return
        if fault and fault.kind is Kind.SLOW:
            await wait(fault.seconds, send)
        if fault and fault.kind is Kind.GARBLE:
            mime, body = SHAPES[fault.shape]
            await Response(body, media_type=mime)(scope, receive, send)
        elif fault and fault.kind is Kind.STATUS:
            await self.refused(fault)(scope, receive, send)
        else:
            for message in answer:
                await send(message)

    def refused(self, fault: Fault) -> Response:
        response = self.fake.refusal(fault.status)
        if fault.retry_after is not None:
            response.headers["Retry-After"] = str(fault.retry_after)
        return response


async def refused(socket: WebSocket) -> None:
    await socket.close()  # before it was accepted: 403


def path_of(scope: Scope) -> str:
    """The path as the network sees it, without the folder that it is mounted under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def keep_in(answer: list[Message]) -> Send:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep


async def read_all(receive: Receive) -> None:
    while (await receive()).get("more_body"):
        pass


def transport_of(send: Send) -> asyncio.Transport | None:
    """The TCP connection behind uvicorn's `send`; None in process."""
    return getattr(getattr(send, "__self__", None), "transport", None)


async def left(socket: WebSocket) -> bool:
    """Whether they hang up within a moment."""
    try:
        async with asyncio.timeout(0.05):
            return bool((await socket.receive())["type"] == "websocket.disconnect")
    except TimeoutError:
        return False


async def hang_up(send: Send) -> None:
    """Closes the connection without a byte of an answer."""
    transport = transport_of(send)
    if transport is None:
        raise httpx2.RemoteProtocolError("Server disconnected without sending a response.")
    transport.abort()
    await asyncio.sleep(0.01)  # the server learns of it before we return, and does not try to answer


async def wait(seconds: float, send: Send) -> None:
    """Waits; in process, where nobody times out, what is longer than a second is a time-out at once."""
    if transport_of(send) is None and seconds > 1:
        raise httpx2.ReadTimeout("The answer did not come in time.")
    await asyncio.sleep(seconds)


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON or form body of a request, as a dictionary; 400 where it is neither."""
    if "json" in request.headers.get("content-type", ""):
        try:
            data = json.loads(await request.body())
        except ValueError:
            raise HTTPException(400, "Invalid JSON") from None
        if not isinstance(data, dict):
            raise HTTPException(400, "An object was expected")
        return data
    return dict(parse_qsl((await request.body()).decode()))


@dataclass(frozen=True)
class File:
    """A file of a multipart form."""

    name: str
    mime: str
    body: bytes


async def form_of(request: Request) -> dict[str, str | File]:
    """The fields of a multipart form; 400 where it is none. Enough for a fake: no headers of parts but these two."""
    message = EmailMessage()
    message["content-type"] = request.headers.get("content-type", "")
    boundary = message.get_boundary()
    if boundary is None:
        raise HTTPException(400, "A multipart form was expected")
    fields: dict[str, str | File] = {}
    for part in (await request.body()).split(b"--" + boundary.encode())[1:-1]:
        head, _, body = part[2:-2].partition(b"\r\n\r\n")
        headers = message_from_bytes(head)
        name = str(headers.get_param("name", header="content-disposition"))
        file = headers.get_filename()
        fields[name] = File(file, headers.get_content_type(), body) if file else body.decode()
    return fields


Handler = Callable[[Request], Any]
Socket = Callable[[WebSocket], Awaitable[None]]

if __name__ == "__main__":
    from diapason.networks.base.serving import main

    main()

"""What a test of the suite works with: a network, its fake, and a connection whose every exchange is recorded."""

import asyncio
import importlib.util
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import httpx2
from PIL import Image

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, Result, Step
from diapason.networks.base.fake import Fake
from diapason.networks.base.registry import Network
from diapason.networks.base.serving import load

ACCOUNT = "maison-lumen"
OTHER = "olga"


@dataclass
class Exchange:
    request: httpx2.Request
    response: httpx2.Response


class Recording(httpx2.AsyncBaseTransport):
    """Passes requests to a fake in process, and keeps what was said."""

    def __init__(self, fake: Fake) -> None:
        self.inner = httpx2.ASGITransport(app=fake.app())
        self.exchanges: list[Exchange] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        response = await self.inner.handle_async_request(request)
        await response.aread()
        self.exchanges.append(Exchange(request, response))
        return response


@dataclass
class Bench:
    network: Network
    fake: Fake
    recording: Recording
    http: httpx2.AsyncClient
    connection: Connection
    saved: list[Sealed] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    # ── Shorthands, as the engine of deliveries works ────────────────────────────────────────────────────────────────
    def content(self, *parts: str, **more: Any) -> Content:
        """A content that this network can carry: with a title, which most ignore."""
        return Content(parts=parts or ("Bonjour à tous",), **{"title": "Bonjour", "language": "fr", **more})

    def plan(self, content: Content, key: str = "") -> list[Step]:
        steps: list[Step] = self.network.publish.plan(content, key or str(uuid.uuid4()))
        return steps

    async def perform(self, steps: list[Step], done: list[Result] | None = None) -> list[Result]:
        """Makes the steps that are left; an error comes out of the one that fails, `done` holding those before."""
        done = done if done is not None else []
        for step in steps[len(done) :]:
            done.append(await self.network.publish.perform(self.connection, step, done))
        return done

    async def send(self, content: Content | None = None, key: str = "") -> list[Result]:
        return await self.perform(self.plan(content or self.content(), key))

    async def prepared(self, content: Content) -> tuple[Step, list[Result]]:
        """The first step that publishes, with those before it done."""
        steps = self.plan(content)
        at = next(number for number, step in enumerate(steps) if step.publishes)
        return steps[at], await self.perform(steps[:at])

    async def find(self, step: Step, done: list[Result], since: datetime | None = None) -> Result | None:
        found: Result | None = await self.network.publish.find(self.connection, step, done, since or clock.now())
        return found

    async def keep(self, credentials: Sealed) -> None:
        await asyncio.sleep(0)  # as a database would, it lets others run
        self.saved.append(Sealed(credentials))

    async def load(self, attachment: Attachment) -> bytes:
        return self.files[attachment.file]

    def image(self, name: str = "photo.png", alt: str = "Une lampe", colour: str = "teal") -> Attachment:
        """A small picture, in storage."""
        file = BytesIO()
        Image.new("RGB", (64, 64), colour).save(file, "PNG")
        self.files[name] = file.getvalue()
        return Attachment(name, "image/png", len(self.files[name]), 64, 64, alt=alt)

    def posts(self) -> list[str]:
        """The texts that our account has published, answers included."""
        return [post.text for post in self.fake.published() if post.account.startswith(ACCOUNT)]


def has_fake(network: Network) -> bool:
    return importlib.util.find_spec(f"diapason.networks.{network.folder.name}.fake") is not None


@asynccontextmanager
async def bench_of(network: Network) -> AsyncIterator[Bench]:
    """A network's fake with our account connected to it."""
    fake = load(network.slug)
    recording = Recording(fake)
    async with httpx2.AsyncClient(transport=recording) as http:
        connection = Connection(fake.url, http)
        connected = await network.auth.connect(connection, fake.fields(ACCOUNT))
        bench = Bench(network, fake, recording, http, connection)
        bench.connection = Connection(
            base_url=connected.base_url,
            http=http,
            credentials=connected.credentials,
            account_id=connected.account_id,
            handle=connected.handle,
            declared=connected.declared,
            load=bench.load,
            keep=bench.keep,
        )
        yield bench

"""The sandbox of the demo brand: every network's fake under /<slug>/, with an audience, remembered in one file.

`python -m diapason.networks.base.sandbox --port 8001 --state FILE`; or `Sandbox(path).app` under any ASGI server. Any
account may sign in (`Fake.fields(handle)` says with what).
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
from pathlib import Path

import httpx2
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from diapason.networks.base.audience import Audience
from diapason.networks.base.connection import Connected, Connection
from diapason.networks.base.fake import Fake
from diapason.networks.base.registry import Network
from diapason.networks.base.serving import listen, load, serve

log = logging.getLogger(__name__)
FOLDER = Path(__file__).resolve().parent.parent
TICK = 1.0


def slugs() -> list[str]:
    """The networks that are published to and have a fake."""
    return sorted(path.parent.name for path in FOLDER.glob("*/fake.py") if (path.parent / "publish.py").exists())


class Sandbox:
    """`url` is where it answers from outside (`settings.SANDBOX_URL`); `path` None forgets everything at the end."""

    def __init__(self, path: Path | None = None, *, url: str = "http://127.0.0.1:8001", seed: int = 1) -> None:
        self.path = path
        self.fakes: dict[str, Fake] = {slug: load(slug, url=f"{url}/{slug}", rates=False) for slug in slugs()}
        self.audiences = {slug: Audience(fake, seed) for slug, fake in self.fakes.items()}
        self.apps: dict[str, ASGIApp] = {slug: fake.app() for slug, fake in self.fakes.items()}
        self.saved = ""
        self.ticking: asyncio.Task[None] | None = None
        self.read()

    # ── Memory ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def read(self) -> None:
        if self.path is None or not self.path.exists():
            return
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        for slug, data in kept.items():
            if slug in self.fakes:
                self.fakes[slug].state.load(data["state"])
                self.audiences[slug].load(data["audience"])

    def save(self) -> None:
        """Writes the file whole or not at all, and only when something changed."""
        if self.path is None:
            return
        kept = {slug: {"state": fake.state.dump(), "audience": self.audiences[slug].dump()} for slug, fake in self.fakes.items()}
        text = json.dumps(kept, ensure_ascii=False)
        if text == self.saved:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        self.saved = text

    async def join(self, network: Network, handle: str, name: str = "") -> Connected:
        """An account of the sandbox, connected as a person would: for a demo brand that is made before the sandbox is served.

        Call `save()` afterwards, so that the sandbox that is served knows the account.
        """
        fake = self.fakes[network.slug]
        fake.join(handle, name)
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.app)) as client:
            connected: Connected = await network.auth.connect(Connection(fake.url, client), fake.fields(handle))
        return connected

    # ── Life ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def tick(self) -> None:
        for audience in self.audiences.values():
            audience.tick()

    async def live(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                self.tick()
                self.save()
            except Exception:  # a fault of one fake must not end the others' lives
                log.exception("The sandbox missed a beat.")

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
            return
        slug = scope["path"].split("/", 2)[1]
        if slug in self.apps:
            root = scope.get("root_path", "") + f"/{slug}"
            await self.apps[slug]({**scope, "root_path": root}, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        found = scope["path"] == "/"
        await JSONResponse({"networks": sorted(self.apps)}, 200 if found else 404)(scope, receive, send)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self.ticking = asyncio.create_task(self.live())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.ticking
        self.save()
        await send({"type": "lifespan.shutdown.complete"})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m diapason.networks.base.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--state", type=Path, default=None, help="file that remembers the sandbox between two runs")
    parser.add_argument("--url", default="", help="public address of the sandbox, where it is not this machine's")
    asked = parser.parse_args()
    bound, url = listen(asked.port)
    serve(Sandbox(asked.state, url=asked.url or url).app, bound, f"ready sandbox {url}")


if __name__ == "__main__":
    main()

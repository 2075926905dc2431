"""Runs one fake network on a port of this machine: `python -m diapason.networks.base.fake NETWORK --port N`."""

import argparse
import importlib
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from diapason.networks.base.fake import Fake


def load(slug: str, **options: object) -> Fake:
    """The fake of a network, from its folder. Raises ModuleNotFoundError where it has none."""
    fake: Fake = importlib.import_module(f"diapason.networks.{slug}.fake").Fake(**options)
    return fake


class Ready(uvicorn.Server):
    """Says on its standard output when it answers, for whoever started it."""

    def __init__(self, config: uvicorn.Config, line: str) -> None:
        super().__init__(config)
        self.line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self.line, flush=True)


def listen(port: int) -> tuple[socket.socket, str]:
    """A listening socket on this machine (0: any free port) and its address."""
    bound = socket.create_server(("127.0.0.1", port), backlog=512)
    return bound, f"http://127.0.0.1:{bound.getsockname()[1]}"


def serve(app: ASGIApp, bound: socket.socket, line: str) -> None:
    # No middleware of the server's own: a fake closes the connection behind `send`.
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "ws": "websockets-sansio"}
    config = uvicorn.Config(app, interface="asgi3", proxy_headers=False, timeout_graceful_shutdown=1, **quiet)
    Ready(config, line).run(sockets=[bound])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m diapason.networks.base.fake", description=__doc__)
    parser.add_argument("network")
    parser.add_argument("--port", type=int, default=0, help="0: any free port, told by the ready line")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--faults", action="store_true", help="mount /_faults, /_accepted and /_state")
    parser.add_argument("--no-rates", action="store_true", help="lift the documented rate limits")
    asked = parser.parse_args()
    bound, url = listen(asked.port)
    fake = load(asked.network, url=url, latency=asked.latency, rates=not asked.no_rates)
    serve(fake.app(controls=asked.faults), bound, f"ready {asked.network} {url}")

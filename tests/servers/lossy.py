"""A door before a real server that loses answers: the act is done, and the client never hears of it.

This is the case that decides whether a post is published once or twice, and no server can be asked to do it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import ClassVar

import httpx2

_OF_ONE_CONNECTION = {"connection", "content-length", "host", "keep-alive", "transfer-encoding", "accept-encoding"}


@dataclass
class Door:
    """Where a client connects instead of the server, and what was done through it."""

    url: str
    done: list[tuple[str, str, int]] = field(default_factory=list)
    """Each request that reached the server: method, path with its query, status of the answer, lost or not."""
    _losses: dict[tuple[str, str], int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def lose(self, method: str, path: str, times: int = 1) -> None:
        """Lose the answers to the next `times` requests of that method whose path holds `path`."""
        self._losses[method, path] = times

    def note(self, method: str, path: str, status: int) -> bool:
        """Write down a request that was done; whether its answer is to be lost."""
        with self._lock:
            self.done.append((method, path, status))
            for (wanted, part), left in self._losses.items():
                if left and wanted == method and part in path:
                    self._losses[wanted, part] = left - 1
                    return True
        return False


@contextmanager
def before(server: str) -> Iterator[Door]:
    """Open a door before the server at that address (`http://host:port`) until the block ends."""
    with httpx2.Client(base_url=server, timeout=60) as client, ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as listener:
        door = Door(f"http://localhost:{listener.server_address[1]}")
        _Handler.behind[listener.server_port] = (door, client)
        Thread(target=listener.serve_forever, daemon=True).start()
        try:
            yield door
        finally:
            listener.shutdown()
            del _Handler.behind[listener.server_port]


class _Handler(BaseHTTPRequestHandler):
    behind: ClassVar[dict[int, tuple[Door, httpx2.Client]]] = {}

    def _pass(self) -> None:
        door, client = self.behind[self.connection.getsockname()[1]]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_CONNECTION}
        headers["accept-encoding"] = "identity"
        answer = client.request(self.command, self.path, content=body, headers=headers)
        self.close_connection = True
        if not door.note(self.command, self.path, answer.status_code):
            self._relay(answer)

    def _relay(self, answer: httpx2.Response) -> None:
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name.lower() not in _OF_ONE_CONNECTION:
                self.send_header(name, value)
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _pass  # noqa: N815 - the names that the base class looks for

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test has `Door.done`."""

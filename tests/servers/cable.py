"""The cable between a client and a real server, for tests to cut: what a broken network does to a connection that stays open for days."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock, Thread

PIECE = 65_536


@dataclass
class Cable:
    """`address` is where a client connects instead of `server`; both are `host:port`."""

    address: str
    server: str
    whole: bool = True
    plugged: int = 0
    """How many connections were ever made through it."""
    _ends: set[socket.socket] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def cut(self) -> None:
        """Every connection breaks in the middle of whatever it says, and no new one is taken until the cable is mended."""
        self.whole = False
        with self._lock:
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.whole = True

    def join(self, client: socket.socket) -> None:
        host, port = self.server.rsplit(":", 1)
        with client, socket.create_connection((host, int(port))) as server:
            with self._lock:
                self._ends |= {client, server}
            self.plugged += 1
            back = Thread(target=carry, args=(server, client), daemon=True)
            back.start()
            carry(client, server)
            back.join()
            with self._lock:
                self._ends -= {client, server}


def carry(one: socket.socket, other: socket.socket) -> None:
    """Until one of them is closed; then both are."""
    with suppress(OSError):
        while piece := one.recv(PIECE):
            other.sendall(piece)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def to(server: str) -> Iterator[Cable]:
    """A cable to the server at `host:port` until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        cable = Cable(f"127.0.0.1:{listener.getsockname()[1]}", server)

        def take() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    if cable.whole:
                        Thread(target=cable.join, args=(client,), daemon=True).start()
                    else:
                        client.close()

        Thread(target=take, daemon=True).start()
        try:
            yield cable
        finally:
            cable.cut()

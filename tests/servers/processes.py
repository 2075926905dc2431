"""Start a server's process, wait until it answers, and end it with all its children."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2


class DidNotStart(Exception):
    """A server ended or stayed silent while it was waited for; the message ends with the tail of its log."""


def free_port() -> int:
    """A TCP port of loopback that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def run_folder(name: str) -> Iterator[Path]:
    """A short-lived folder for one run's data and logs. Its path is short: a Unix socket's may have 107 bytes."""
    with TemporaryDirectory(prefix=f"dt-{name[:4]}-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@contextmanager
def running(
    argv: Sequence[str | Path],
    *,
    log: Path,
    ready: Callable[[], bool],
    timeout: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Run a server in its own process group from the moment `ready()` is true to the end of the block.

    `timeout` is in seconds. Whatever it starts in that group ends with it, and with this process however it ends.
    """
    with ending_with_us("-KILL 0") as watch, log.open("ab") as out:
        process = subprocess.Popen(
            [str(word) for word in argv],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            process_group=watch,
        )
        try:
            _wait(process, ready, timeout, log)
            yield
        finally:
            # Asked first; what does not listen is killed with the group when the watch ends.
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


@contextmanager
def ending_with_us(kill: str) -> Iterator[int]:
    """Run `kill` with these arguments when the block ends, or when this process does, even killed outright.

    Yields the number of a process group whose leader is a shell that waits for the end of a pipe from this process.
    `0` in the arguments is that group.
    """
    script = f"trap '' HUP INT TERM; read -r _; kill {kill} 2>/dev/null"
    watch = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, process_group=0)
    try:
        yield watch.pid
    finally:
        watch.communicate()


def answers(url: str, below: int = 500) -> bool:
    """Whether an HTTP server answers there with a status under `below`: by default, any but its own failure."""
    try:
        return httpx2.get(url, timeout=5).status_code < below
    except httpx2.HTTPError:
        return False


def accepts(port: int) -> bool:
    """Whether something on loopback takes a connection at that port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], timeout: float, log: Path) -> None:
    deadline = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None:
            raise DidNotStart(f"{process.args!r} ended with {process.returncode}\n{_tail(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"{process.args!r} did not answer within {timeout:.0f} s\n{_tail(log)}")
        time.sleep(0.05)


def _tail(log: Path, lines: int = 40) -> str:
    kept = log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []
    return "\n".join([f"--- the last lines of {log.name}:", *kept])

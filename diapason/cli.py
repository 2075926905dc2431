"""`bin/start`: everything on one machine, from a fresh checkout to an address in the browser, and a clean end."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds for the application to answer
GRACE = 20  # seconds for a process to end by itself
AGAIN = 2  # seconds before a process that died is started again


@dataclass
class Process:
    """`held`: it loads, then waits for a line on its input before it begins (`release`)."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    held: bool = False
    running: subprocess.Popen[bytes] | None = None
    started: float = 0

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we end the others in order.
        given = subprocess.PIPE if self.held else None
        self.running = subprocess.Popen(self.command, cwd=ROOT, env=self.env, stdin=given, start_new_session=True)
        self.started = time.monotonic()

    def release(self) -> None:
        if self.running and self.running.stdin:
            with contextlib.suppress(BrokenPipeError):  # it has ended, which whoever waits for it will see
                self.running.stdin.write(b"go\n")
                self.running.stdin.close()

    def stop(self) -> None:
        if self.running and self.running.poll() is None:
            self.running.terminate()

    def wait(self, until: float) -> None:
        if not self.running:
            return
        try:
            self.running.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/start", description="Sets up what is missing and runs Diapason with a demo brand.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port of the web application (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine only by default)")
    parser.add_argument("--no-demo", action="store_true", help="without the demo brand and its sandbox networks")
    return parser.parse_args()


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(asked: argparse.Namespace) -> dict[str, str]:
    """What every process must agree on."""
    shown = "localhost" if asked.host in {"127.0.0.1", "0.0.0.0", "::"} else asked.host  # noqa: S104 - compared, not bound
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")
    os.environ.setdefault("DIAPASON_URL", f"http://{shown}:{asked.port}")
    if not asked.no_demo:
        os.environ.setdefault("DIAPASON_DEMO", "yes")
        beside = asked.port + 1 if is_free("127.0.0.1", asked.port + 1) else free_port()
        os.environ.setdefault("DIAPASON_SANDBOX_URL", f"http://127.0.0.1:{beside}")
    return dict(os.environ)


def database() -> str:
    """Starts the database, where it is the embedded one; its URL."""
    say("Starting PostgreSQL")
    from django.conf import settings

    return str(settings.DATABASE_URL)


def prepare(*, demo: bool) -> None:
    """Brings the database up to date, makes the demo brand."""
    import django

    django.setup()
    from django.core.management import call_command

    say("Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        call_command("demo")


def web(asked: argparse.Namespace, env: Mapping[str, str]) -> Process:
    return Process("web", [sys.executable, "-m", "diapason.serve", asked.host, str(asked.port)], env, held=True)


def workers(asked: argparse.Namespace, env: Mapping[str, str]) -> list[Process]:
    names = {"publisher": "deliver", "worker": "work"} | ({} if asked.no_demo else {"sandbox": "sandbox"})
    return [Process(name, [sys.executable, "manage.py", command], env) for name, command in names.items()]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def wait_for(web: Process, port: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if web.running and web.running.poll() is not None:
            return False
        if answers(port):
            return True
        time.sleep(0.1)
    return False


def watch(running: list[Process], stopping: list[bool]) -> int:
    """Starts again what dies by itself, except the web application; its exit code then ours."""
    while not stopping:
        for process in running:
            code = process.running.poll() if process.running else None
            if code is None or stopping:
                continue
            if process.name == "web":
                say(f"The web application ended by itself (code {code}).")
                return code or 1
            say(f"The {process.name} ended by itself (code {code}); starting it again.")
            time.sleep(AGAIN)
            process.start()
        time.sleep(0.3)
    return 0


def end(running: list[Process]) -> None:
    until = time.monotonic() + GRACE
    for process in running:
        process.stop()
    for process in running:
        process.wait(until)


def start() -> int:
    asked = arguments()
    if not is_free(asked.host, asked.port):
        print(f"Port {asked.port} is taken by another program. Stop it, or choose another: bin/start --port 8080", file=sys.stderr)
        return 1
    env = environment(asked)
    stopping: list[bool] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.append(True))
    env["DATABASE_URL"] = database()
    running = [web(asked, env)]
    try:
        running[0].start()  # it loads while the database is brought up to date, and begins afterwards
        prepare(demo=not asked.no_demo)
        say("Starting the application")
        running[0].release()
        if not stopping and not wait_for(running[0], asked.port):
            print("The web application did not start; its messages are above.", file=sys.stderr)
            return 1
        if not stopping:
            print(f"\nDiapason is at {env['DIAPASON_URL']}\nCtrl-C stops it.\n", flush=True)
            for process in workers(asked, env):  # after it, so that nobody waits for them
                process.start()
                running.append(process)
        return watch(running, stopping)
    finally:
        say("Stopping")
        end(running)


if __name__ == "__main__":
    sys.exit(start())

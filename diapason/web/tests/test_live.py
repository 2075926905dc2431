"""Live updates, with the application served by a process of its own."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from diapason.workspaces import events
from diapason.workspaces.members import member_of
from tests.browser.server import free_port

pytestmark = pytest.mark.django_db(transaction=True)


SERVER = "server of live updates"


def database_url() -> str:
    """The database of this test, to which the server says its name: threads of other tests may have connections of their own there."""
    named = connection.settings_dict
    who = f"{quote(named['USER'])}:{quote(named['PASSWORD'])}"
    where = f"host={quote(named['HOST'], safe='')}&port={named['PORT']}&application_name={quote(SERVER)}"
    return f"postgresql://{who}@/{named['NAME']}?{where}"


@pytest.fixture(scope="module")
def server(django_db_setup) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "diapason.asgi:application", "--port", str(port), "--log-level", "warning"]
    environment = os.environ | {"DATABASE_URL": database_url(), "DIAPASON_DEMO": "no"}
    process = subprocess.Popen([*command, "--timeout-graceful-shutdown", "1"], cwd=settings.BASE_DIR, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: answers(address), 90)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/health/", timeout=2).status_code == 200
    except httpx2.HTTPError:
        return False


def wait_for(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "too late"
        time.sleep(0.05)


def cookies(person) -> dict[str, str]:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@contextmanager
def watching(server: str, brand, person) -> Iterator["queue.Queue[dict[str, Any]]"]:
    """The events that this person receives, from when the stream has begun."""
    received: queue.Queue[dict[str, Any]] = queue.Queue()
    begun, done, session = threading.Event(), threading.Event(), cookies(person)

    def read() -> None:
        address = f"{server}/w/{brand.slug}/live/"
        with suppress(httpx2.HTTPError), httpx2.stream("GET", address, cookies=session, timeout=30) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            for line in answer.iter_lines():
                if line.startswith("retry:"):
                    begun.set()
                if line.startswith("data: "):
                    received.put(json.loads(line[6:]))
                if done.is_set():
                    return

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert begun.wait(30)
    yield received
    done.set()


# Of this database only: suites that run side by side share one PostgreSQL.
LISTENERS = "FROM pg_stat_activity WHERE query ILIKE 'LISTEN events%%' AND datname = current_database()"


def listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {LISTENERS}")
        return int(cursor.fetchone()[0])


def held_by_the_server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s", [SERVER])
        return int(cursor.fetchone()[0])


def test_a_member_hears_of_a_change_once_it_is_committed(server, brand, camille, yanis, olga):
    camille_here = member_of(camille, brand.slug)
    elsewhere = olga.memberships.get().workspace
    with watching(server, brand, camille) as first, watching(server, brand, yanis) as second, watching(server, elsewhere, olga) as other:
        wait_for(lambda: listeners() == 1, 30)  # one connection for three watchers
        with transaction.atomic():
            events.record(camille_here, "brand.spoiled", brand)
            transaction.set_rollback(True)
        events.record(camille_here, "brand.renamed", brand)
        told = {"verb": "brand.renamed", "subject": "workspaces.workspace", "id": brand.pk}
        assert first.get(timeout=30) == told
        assert second.get(timeout=30) == told
        events.record(member_of(olga, elsewhere.slug), "brand.tested", elsewhere)
        assert other.get(timeout=30)["verb"] == "brand.tested"
        assert first.empty()


def test_streams_hold_no_database_connection_of_their_own(server, brand, camille):
    with ExitStack() as watchers:
        for _ in range(8):
            watchers.enter_context(watching(server, brand, camille))
        # The listener, and the few that the pool keeps at rest: eight streams would show.
        wait_for(lambda: 1 <= held_by_the_server() <= 5, 30)


def test_a_lost_listener_comes_back_and_says_that_something_may_be_missing(server, brand, camille):
    with watching(server, brand, camille) as received:
        wait_for(lambda: listeners() == 1, 30)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}")
        assert received.get(timeout=30)["verb"] == "live.resumed"
        events.record(member_of(camille, brand.slug), "brand.renamed", brand)
        assert received.get(timeout=30)["verb"] == "brand.renamed"


def test_an_outsider_hears_nothing(server, brand, olga):
    address = f"{server}/w/{brand.slug}/live/"
    assert httpx2.get(address, cookies=cookies(olga)).status_code == 404
    assert httpx2.get(address).status_code == 302

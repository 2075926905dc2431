"""What a stranger wrote is read by a process that may die of it, and that knows nothing of ours."""

import os
import subprocess
import time

import pytest

from diapason.core import apart


def test_the_process_is_given_none_of_our_secrets(monkeypatch):
    seen = {}
    run = subprocess.run

    def watch(command, **options):
        seen.update(options["env"])
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watch)
    monkeypatch.setenv("DIAPASON_SECRET", "x")
    apart.run("platform", given=b"", wait=20)
    assert set(seen) == {"PATH", "LANG"}
    assert os.environ.keys() - seen.keys()


def test_one_that_hangs_is_stopped():
    began = time.monotonic()
    with pytest.raises(apart.TooMuch):
        apart.run("timeit", "-n", "1000000", "pow(3, 100000)", given=b"", wait=0.5)
    assert time.monotonic() - began < 10


def test_one_that_breaks_says_so():
    with pytest.raises(apart.TooMuch):
        apart.run("no_such_module_anywhere", given=b"", wait=20)

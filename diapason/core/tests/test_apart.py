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
    assert set(seen) == {"PATH", "LANG", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX"}
    assert os.environ.keys() - seen.keys()


def test_one_that_hangs_is_stopped():
    began = time.monotonic()
    with pytest.raises(apart.TooMuch):
        apart.run("timeit", "-n", "1000000", "pow(3, 100000)", given=b"", wait=0.5)
    assert time.monotonic() - began < 10


def test_one_that_breaks_says_so():
    with pytest.raises(apart.TooMuch):
        apart.run("no_such_module_anywhere", given=b"", wait=20)


def test_lines_are_said_as_they_are_taken_and_whoever_says_them_ends_with_who_takes_them(tmp_path):
    told = tmp_path / "told"
    told.write_bytes(b"7\n" * 200_000)
    with told.open("rb") as file:
        said = apart.lines("base64", "-e", file=file, longest=1000)
        assert next(said) == b"Nwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3CjcKNwo3\n"
        said.close()  # the process is gone when this returns
    with told.open("rb") as file:
        assert len(list(apart.lines("base64", "-e", file=file, longest=1000))) > 5000


@pytest.mark.parametrize(("module", "longest"), [("no_such_module_anywhere", 1000), ("base64", 20)], ids=["breaks", "says too much"])
def test_lines_of_one_that_breaks_end_with_the_reason(tmp_path, module, longest):
    told = tmp_path / "told"
    told.write_bytes(bytes(1000))
    with told.open("rb") as file, pytest.raises(apart.TooMuch):
        list(apart.lines(module, "-e", file=file, longest=longest))

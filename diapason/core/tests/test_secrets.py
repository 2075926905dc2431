import multiprocessing
import os
import secrets as random
import stat

import pytest

from diapason.core import secrets


def contend(path, gate, found):
    gate.wait()
    found.put(secrets.kept(path, lambda: random.token_hex(16)))


def test_processes_that_start_together_agree_on_one_secret(tmp_path):
    context = multiprocessing.get_context("spawn")
    for attempt in range(3):
        gate, found, path = context.Barrier(4), context.Queue(), tmp_path / f"key{attempt}"
        processes = [context.Process(target=contend, args=(path, gate, found)) for _ in range(4)]
        for process in processes:
            process.start()
        answers = {found.get(timeout=60) for _ in processes}
        for process in processes:
            process.join()
        assert answers == {path.read_text()}
    assert len(list(tmp_path.iterdir())) == 3, "nothing else is left behind"


def test_only_the_owner_reads_a_secret(tmp_path):
    secrets.kept(tmp_path / "deep" / "key", lambda: "s3cret")
    assert stat.S_IMODE((tmp_path / "deep" / "key").stat().st_mode) == 0o600


def test_a_secret_is_made_once(tmp_path):
    assert secrets.kept(tmp_path / "key", lambda: "first") == "first"
    assert secrets.kept(tmp_path / "key", lambda: pytest.fail("made again")) == "first"


def test_what_a_killed_process_left_does_not_stop_the_next_one(tmp_path):
    (tmp_path / f"key.{os.getpid()}").write_text("half")
    assert secrets.kept(tmp_path / "key", lambda: "whole") == "whole"

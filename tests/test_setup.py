"""What `bin/setup` says on a machine that lacks what it needs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parent.parent / "bin" / "setup"
TOOLS = ("bash", "env", "dirname", "cat", "cksum", "rm")


@pytest.fixture
def checkout(tmp_path):
    """A checkout with nothing but the script, on a machine with a shell and no Python."""
    (tmp_path / "bin").mkdir()
    shutil.copy(SETUP, tmp_path / "bin" / "setup")
    (tmp_path / "tools").mkdir()
    for name in TOOLS:
        (tmp_path / "tools" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": str(checkout / "tools"), "HOME": str(checkout), "PYENV_ROOT": str(checkout)}
    return subprocess.run([str(checkout / "bin" / "setup")], env={**kept, **environment}, capture_output=True, text=True, timeout=30)


def test_a_machine_without_python_is_told_what_to_install(checkout):
    done = set_up(checkout)
    assert done.returncode == 1
    assert "no Python 3.12 or later" in done.stderr
    assert "DIAPASON_PYTHON" in done.stderr


def test_a_python_that_is_too_old_is_not_taken(checkout):
    old = checkout / "old-python"
    old.write_text("#!/bin/bash\nexit 1\n")
    old.chmod(0o755)
    done = set_up(checkout, DIAPASON_PYTHON=os.fspath(old))
    assert done.returncode == 1
    assert "no Python 3.12 or later" in done.stderr

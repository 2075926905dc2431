"""Where installed servers are kept, and how one gets there whole or not at all."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Progress = Callable[[str], None]

HERE = Path(__file__).parent


class NotInstallable(Exception):
    """The server cannot be installed here; the message says what a person should do."""


def folder(name: str, version: str) -> Path:
    """The folder of one server. `DIAPASON_TEST_CACHE` moves them all, for a CI that keeps a cache."""
    root = os.environ.get("DIAPASON_TEST_CACHE") or "~/.cache/diapason/servers"
    return Path(root).expanduser() / f"{name}-{version}"


@contextmanager
def fresh(target: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes `target` when the block ends well, and disappears when it does not.

    It lies beside the target, so that the last step is one rename: a killed install leaves nothing half-done, and what it
    leaves lying about is swept by the next one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in target.parent.glob(f".{target.name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            part.chmod(0o755)
            yield part
            shutil.rmtree(target, ignore_errors=True)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def run(argv: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    """Run an install step; when it fails, say which and show the end of what it printed."""
    try:
        done = subprocess.run(
            [str(word) for word in argv],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise NotInstallable(f"{argv[0]} is not on this machine") from None
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-30:])
        raise NotInstallable(f"`{' '.join(map(str, argv))}` ended with {done.returncode}:\n{tail}")


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages, which only root may do.

    Only packages that bring programs are asked for, never those that start a service.
    """
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        raise NotInstallable(f"not root; run: sudo {command}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], env=quiet)
    run([*command.split()[:2], "-q", "-y", *command.split()[2:]], env=quiet)


def python(name: str, version: str) -> Path:
    """The interpreter of a server's own virtual environment, there or not."""
    return folder(name, version) / "venv/bin/python"


def install_packages(name: str, version: str, progress: Progress) -> None:
    """Make that environment from the pinned, hashed packages in `NAME/requirements.txt`. A minute the first time, then nothing."""
    if python(name, version).exists():
        return
    progress(f"making {name}'s virtual environment")
    with fresh(folder(name, version)) as part:
        run([sys.executable, "-m", "venv", part / "venv"])
        wanted = ["--require-hashes", "-r", str(HERE / name / "requirements.txt")]
        run([part / "venv/bin/python", "-m", "pip", "install", "-q", "--no-deps", *wanted])

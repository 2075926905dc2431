"""Secrets of this installation, made on first run and kept outside the repository."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret of `path`, made once with owner-only permissions.

    Two processes that start together agree: the file is created exclusively, and the loser reads the winner's.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp gives owner-only permissions, and a name that no process killed before us can have left behind.
    handle, temporary = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with open(handle, "w", encoding="ascii") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        os.unlink(temporary)
    return path.read_text(encoding="ascii").strip()


def signing_key() -> str:
    return secrets.token_urlsafe(48)


def encryption_key() -> str:
    return Fernet.generate_key().decode("ascii")

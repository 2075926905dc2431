"""Where files are kept: under the brand's number, with names that cannot be guessed."""

import secrets
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from diapason.workspaces.models import Workspace


def new_name(workspace: Workspace, extension: str, folder: str = "a") -> str:
    """`12/a/4tY….jpg`: 144 bits of chance. Folders: `a` originals, `t` thumbnails, `r` renditions."""
    return f"{workspace.pk}/{folder}/{secrets.token_urlsafe(18)}.{extension}"


def keep_bytes(name: str, data: bytes) -> str:
    return default_storage.save(name, ContentFile(data))


def keep_file(name: str, path: Path) -> str:
    with path.open("rb") as file:
        return default_storage.save(name, File(file))


def workspace_of(name: str) -> int | None:
    """The number of the brand that a stored name belongs to; None for what is not one of our names."""
    first, _, rest = name.partition("/")
    return int(first) if first.isascii() and first.isdigit() and len(first) < 19 and rest else None


def forget(*names: str) -> None:
    for name in filter(None, names):
        default_storage.delete(name)

"""Where files are kept: under the brand's number, with names that cannot be guessed."""

import errno
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from diapason.media.refusals import Refused
from diapason.workspaces.models import Workspace

FULL = {errno.ENOSPC, errno.EDQUOT}


def new_name(workspace: Workspace, extension: str, folder: str = "a") -> str:
    """`12/a/4tY….jpg`: 144 bits of chance. Folders: `a` originals, `t` thumbnails, `r` renditions."""
    return f"{workspace.pk}/{folder}/{secrets.token_urlsafe(18)}.{extension}"


def is_full(error: BaseException) -> bool:
    """Whether it says that the disk has no room left."""
    return getattr(error, "errno", None) in FULL


def no_room() -> Refused:
    return Refused(
        "full",
        _("The server has no room left for files: nothing of this one was kept. Tell whoever runs it, then add it again."),
    )


def keep_all(files: Mapping[str, bytes | Path]) -> list[str]:
    """Keeps every file under its name, or none. Raises Refused when there is no room."""
    kept: list[str] = []
    try:
        for name, content in files.items():
            kept.append(keep_path(name, content) if isinstance(content, Path) else keep_bytes(name, content))
    except BaseException:
        forget(*kept)
        raise
    return kept


def keep_bytes(name: str, data: bytes) -> str:
    return keep(name, ContentFile(data))


def keep_path(name: str, path: Path) -> str:
    with path.open("rb") as file:
        return keep(name, File(file))


def keep(name: str, file: "File[bytes]") -> str:
    """A file that could only be written in part is taken away. Raises Refused when there is no room."""
    try:
        return default_storage.save(name, file)
    except BaseException as error:
        forget(name)
        if is_full(error):
            raise no_room() from error
        raise


def workspace_of(name: str) -> int | None:
    """The number of the brand that a stored name belongs to; None for what is not one of our names."""
    first, _slash, rest = name.partition("/")
    return int(first) if first.isascii() and first.isdigit() and len(first) < 19 and rest else None


def forget(*names: str) -> None:
    for name in filter(None, names):
        default_storage.delete(name)

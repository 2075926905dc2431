"""A file that a person sends becomes an asset of the library."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diapason.media import images, sniffing, storing, videos
from diapason.media.models import Asset
from diapason.media.refusals import Refused
from diapason.workspaces import events
from diapason.workspaces.members import Member

CHUNK = 1 << 20
type Upload = UploadedFile[Any]  # lazy: the class takes no parameter when it runs


def add(member: Member, upload: Upload, **fields: Any) -> Asset:
    """The asset made of `upload`, or the one that the library already has of the very same file.

    `fields` are those of Asset (alt, title, credit…). Raises Refused with a reason for the person; nothing is kept then.
    """
    upload.seek(0)
    found = sniffing.sniff(upload.read(sniffing.HEAD))
    digest = sha256(upload)
    same = Asset.objects.filter(workspace=member.workspace, sha256=digest, removed_at=None).first()
    if same:
        return same
    make = image_asset if found.kind == "image" else video_asset
    asset = make(member, upload, found.mime)
    asset.sha256 = digest
    asset.title = title_of(upload.name or "")
    for name, value in fields.items():
        setattr(asset, name, value)
    return save(member, asset)


def save(member: Member, asset: Asset) -> Asset:
    try:
        with transaction.atomic():
            asset.save()
            events.record(member, "asset.added", asset, kind=asset.kind, size=asset.size)
    except BaseException:
        storing.forget(asset.file, asset.thumbnail)
        raise
    return asset


def image_asset(member: Member, upload: Upload, mime: str) -> Asset:
    if (upload.size or 0) > images.MAX_BYTES:
        raise Refused("heavy", _("This image is heavier than 60 MB. Export it as JPEG, then add it again."))
    upload.seek(0)
    picture = images.clean(upload, mime)
    small = images.thumbnail(picture)
    name, thumbnail = storing.new_name(member.workspace, picture.extension), storing.new_name(member.workspace, "webp", "t")
    file, thumbnail = storing.keep_all({name: picture.data, thumbnail: small.data})
    return Asset(
        workspace=member.workspace,
        created_by=member.person,
        kind=Asset.Kind.IMAGE,
        file=file,
        thumbnail=thumbnail,
        mime=picture.mime,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        probe={"frames": picture.frames} if picture.frames > 1 else {},
    )


def video_asset(member: Member, upload: Upload, mime: str) -> Asset:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clean"
        clip = videos.clean(on_disk(upload, Path(folder)), target, mime)
        extension = "webm" if clip.mime == "video/webm" else "mp4"
        name, thumbnail = storing.new_name(member.workspace, extension), storing.new_name(member.workspace, "webp", "t")
        file, thumbnail = storing.keep_all({name: target, thumbnail: clip.thumbnail.data})
        return Asset(
            workspace=member.workspace,
            created_by=member.person,
            kind=Asset.Kind.VIDEO,
            file=file,
            thumbnail=thumbnail,
            mime=clip.mime,
            size=target.stat().st_size,
            width=clip.width,
            height=clip.height,
            duration=clip.duration,
            probe=clip.probe,
        )


def on_disk(upload: Upload, folder: Path) -> Path:
    """Where the upload lies; written there first when it only is in memory."""
    if isinstance(upload, TemporaryUploadedFile):
        return Path(upload.temporary_file_path())
    path = folder / "source"
    try:
        with path.open("wb") as file:
            file.writelines(pieces(upload))
    except OSError as error:
        raise storing.no_room() if storing.is_full(error) else error from error
    return path


def sha256(upload: IO[bytes] | Upload) -> str:
    digest = hashlib.sha256()
    for piece in pieces(upload):
        digest.update(piece)
    return digest.hexdigest()


def pieces(upload: IO[bytes] | Upload) -> Iterator[bytes]:
    upload.seek(0)
    while piece := upload.read(CHUNK):
        yield piece


def title_of(name: str) -> str:
    """A readable title from a file's name: `IMG_2041.jpg` becomes `IMG 2041`."""
    stem = Path(name.replace("\\", "/").rsplit("/", 1)[-1]).stem
    return " ".join("".join(sign for sign in stem.replace("_", " ") if sign.isprintable()).split())[:200]


def from_bytes(member: Member, name: str, data: bytes, **fields: Any) -> Asset:
    """The same, for what code makes or fetches."""
    return add(member, UploadedFile(io.BytesIO(data), name=name, size=len(data)), **fields)

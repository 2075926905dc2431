"""What a file is, told from its first bytes: a name or a declared type proves nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from diapason.media.refusals import Refused

HEAD = 1024  # bytes that are enough to tell

HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """`kind` is `image` or `video`; `mime` is that of the content."""

    kind: str
    mime: str


def sniff(head: bytes) -> Sniffed:
    """Raises Refused, with the reason, for anything but the images and videos that the library takes."""
    return image(head) or boxed(head) or matroska(head) or refuse(head)


def image(head: bytes) -> Sniffed | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Sniffed("image", "image/jpeg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sniffed("image", "image/png")
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return Sniffed("image", "image/gif")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed("image", "image/webp")
    return None


def boxed(head: bytes) -> Sniffed | None:
    """ISO base media: a box size, `ftyp`, a major brand, a version, then the compatible brands."""
    if head[4:8] != b"ftyp":
        return None
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    if brands & AVIF_BRANDS:
        return Sniffed("image", "image/avif")
    if head[8:12] in HEIC_BRANDS:
        raise Refused(
            "heic",
            _(
                "This is a HEIC photo, which networks do not take and this library does not read. On an iPhone: Settings, Camera, "
                "Formats, “Most compatible”; or export the photo as JPEG, then add it again."
            ),
        )
    return Sniffed("video", "video/quicktime" if head[8:12] == b"qt  " else "video/mp4")


def matroska(head: bytes) -> Sniffed | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return Sniffed("video", "video/webm" if b"webm" in head[:64] else "video/x-matroska")


def refuse(head: bytes) -> Sniffed:
    if not head:
        raise Refused("empty", _("This file is empty."))
    if is_svg(head):
        raise Refused(
            "svg",
            _("SVG drawings can carry programs, and networks do not take them. Export the drawing as PNG, then add it again."),
        )
    raise Refused(
        "type",
        _(
            "This is not an image or a video that can be published. Use JPEG, PNG, WebP, GIF or AVIF for images, "
            "MP4, MOV or WebM for videos."
        ),
    )


def is_svg(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and (b"<svg" in text or b"svg" in text[:200])

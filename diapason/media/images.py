"""Images made safe to keep: decoded and encoded anew, upright, in sRGB, without a byte of metadata."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, ImageSequence

from diapason.media.refusals import Refused

MAX_PIXELS = 80_000_000  # of one frame: about 240 MB once decoded
MAX_ALL_PIXELS = 250_000_000  # of all the frames of an animation
MAX_BYTES = 60_000_000
THUMBNAIL = (640, 640)
QUALITY = 90

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """Encoded bytes and what they are; `frames` is more than one for an animation."""

    data: bytes
    mime: str
    width: int
    height: int
    frames: int = 1

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.mime]


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """The decoded image. Raises Refused for what is damaged or would fill the memory, before decoding it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                refuse_bombs(image)
                yield image
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("damaged", _("This image is damaged: it cannot be read to its end. Export it again, then add it again.")) from error


def refuse_bombs(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MAX_PIXELS or pixels * getattr(image, "n_frames", 1) > MAX_ALL_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> Refused:
    return Refused("pixels", _("This image has too many pixels. Reduce it to 80 megapixels at most, then add it again."))


def clean(file: IO[bytes], mime: str) -> Picture:
    """The image of `file`, whose sniffed type is `mime`, encoded anew. AVIF becomes JPEG, or PNG where it is transparent."""
    with opened(file) as image:
        if mime in {"image/gif", "image/webp"} and getattr(image, "n_frames", 1) > 1:
            return animation(image, mime)
        return encode(upright(image), mime)


def upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF orientation says, in 8-bit sRGB (RGB or RGBA), without metadata."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    plain = eight_bits(to_srgb(turned, profile) if profile else turned)
    plain.info = {}
    return plain


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Converted from the embedded profile; a profile that cannot be used is ignored."""
    source = eight_bits(image) if image.mode not in {"RGB", "RGBA", "CMYK", "L"} else image
    try:
        mode = "RGBA" if source.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(source, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return source
    return converted or source


def eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in {"RGB", "RGBA"}:
        return image
    if image.mode in {"I;16", "I;16B", "I;16L", "I"}:
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def is_see_through(image: Image.Image) -> bool:
    """Whether any pixel lets the background through."""
    return image.mode == "RGBA" and image.getchannel("A").histogram()[255] < image.width * image.height


def encode(image: Image.Image, mime: str, quality: int = QUALITY) -> Picture:
    """`image` as `mime`, or as the nearest type that holds it."""
    see_through = is_see_through(image)
    if mime not in FORMATS:
        mime = "image/png" if see_through else "image/jpeg"
    if mime == "image/gif":
        mime = "image/png"  # a still GIF loses nothing as PNG, and keeps its colours
    if mime == "image/jpeg":
        image = flattened(image)
    elif not see_through:
        image = image.convert("RGB")
    data = io.BytesIO()
    image.save(data, FORMATS[mime], **options(mime, quality))
    return Picture(data.getvalue(), mime, image.width, image.height)


def options(mime: str, quality: int) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {
        "image/jpeg": {"quality": quality, "optimize": True, "progressive": True},
        "image/webp": {"quality": quality, "method": 4},
        "image/png": {"optimize": True},
    }
    return found[mime]


def flattened(image: Image.Image) -> Image.Image:
    """Over white: JPEG has no transparency."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def animation(image: Image.Image, mime: str, box: tuple[int, int, int, int] | None = None, size: tuple[int, int] | None = None) -> Picture:
    """Every frame, encoded anew with its duration; cropped to `box` and resized to `size` (pixels) when given."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(frame.info.get("duration", 100) or 100)
        plain = frame.convert("RGBA")
        plain = plain.crop(box) if box else plain
        frames.append(plain.resize(size, Image.Resampling.LANCZOS) if size else plain)
    for frame in frames:
        frame.info = {}
    data = io.BytesIO()
    looped = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": image.info.get("loop", 0)}
    frames[0].save(data, FORMATS[mime], **looped, **({"disposal": 2} if mime == "image/gif" else {"quality": QUALITY}))
    return Picture(data.getvalue(), mime, frames[0].width, frames[0].height, len(frames))


def thumbnail(picture: Picture) -> Picture:
    with opened(io.BytesIO(picture.data)) as image:
        small = eight_bits(image)
        small.thumbnail(THUMBNAIL)
        return encode(small, "image/webp", quality=80)

"""An image fitted to a network: cropped, then made smaller until it keeps to the limits of bytes, pixels and type.

Deciding is pure (`foresee`); only `fit` reads and writes files.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from diapason.media import images, storing
from diapason.media.cropping import Crop, box
from diapason.media.models import Asset
from diapason.media.refusals import Refused
from diapason.networks.base.manifest import ImageLimits

QUALITIES = (90, 84, 78, 72, 66)
SHRINK = 0.85  # of each side, when the quality alone is not enough
SMALLEST_SIDE = 64


@dataclass(frozen=True, slots=True)
class Fitted:
    """A stored file: `file` is its name in the default storage."""

    file: str
    mime: str
    size: int
    width: int
    height: int


def whole(asset: Asset) -> Fitted:
    return Fitted(asset.file, asset.mime, asset.size, asset.width, asset.height)


def foresee(asset: Asset, crop: Crop | None, limits: ImageLimits) -> Fitted:
    """What `fit` will give, without making it. The size in bytes is the limit at most; the file is still the original."""
    left, top, right, bottom = box(crop, asset.width, asset.height)
    width, height = within(right - left, bottom - top, limits.max_pixels)
    size = min(asset.size, limits.max_bytes or asset.size)
    return Fitted(asset.file, target_mime(asset, limits), size, width, height)


def within(width: int, height: int, max_pixels: int) -> tuple[int, int]:
    """The size, kept in proportion, of at most that many pixels (0: any number)."""
    if not max_pixels or width * height <= max_pixels:
        return width, height
    scale = math.sqrt(max_pixels / (width * height))
    return max(1, math.floor(width * scale)), max(1, math.floor(height * scale))


def target_mime(asset: Asset, limits: ImageLimits) -> str:
    """The asset's own type where the network takes it, else the best that it takes."""
    if not limits.mimes or asset.mime in limits.mimes:
        return asset.mime
    kept = ["image/png", "image/webp", "image/jpeg"] if asset.mime == "image/png" else ["image/jpeg", "image/png", "image/webp"]
    return next((mime for mime in kept if mime in limits.mimes), asset.mime)


def is_kept(asset: Asset, crop: Crop | None, limits: ImageLimits) -> bool:
    """Whether the original already keeps to the limits, so that nothing has to be made."""
    return (
        crop is None
        and target_mime(asset, limits) == asset.mime
        and (not limits.max_bytes or asset.size <= limits.max_bytes)
        and (not limits.max_pixels or asset.width * asset.height <= limits.max_pixels)
    )


def fit(asset: Asset, crop: Crop | None, limits: ImageLimits) -> Fitted:
    """The stored file to send. Raises Refused where no size of it keeps to the limits."""
    if is_kept(asset, crop, limits):
        return whole(asset)
    with default_storage.open(asset.file) as file:
        picture = fitted(file.read(), asset, crop, limits)
    name = storing.keep_bytes(storing.new_name(asset.workspace, picture.extension, "r"), picture.data)
    return Fitted(name, picture.mime, len(picture.data), picture.width, picture.height)


def fitted(data: bytes, asset: Asset, crop: Crop | None, limits: ImageLimits) -> images.Picture:
    mime = target_mime(asset, limits)
    with images.opened(io.BytesIO(data)) as image:
        moving = getattr(image, "n_frames", 1) > 1 and mime in {"image/gif", "image/webp"}
        tries = animations(image, mime, crop, limits) if moving else stills(image, mime, crop, limits)
        for picture in tries:
            if not limits.max_bytes or len(picture.data) <= limits.max_bytes:
                return picture
    raise Refused("cannot_fit", _("This image cannot be made light enough for this network. Choose a simpler or smaller one."))


def stills(image: Image.Image, mime: str, crop: Crop | None, limits: ImageLimits) -> Iterator[images.Picture]:
    """Ever lighter: lower quality first, then smaller; an opaque PNG that is too heavy becomes a JPEG where that is taken."""
    cut = images.eight_bits(image).crop(box(crop, image.width, image.height))
    cut.info = {}
    if mime == "image/png":
        yield images.encode(sized(cut, limits, 1.0), mime)
        if not images.is_see_through(cut) and "image/jpeg" in (limits.mimes or ("image/jpeg",)):
            mime = "image/jpeg"
    for scale in scales(cut.width, cut.height):
        small = sized(cut, limits, scale)
        for quality in QUALITIES if mime != "image/png" else QUALITIES[:1]:
            yield images.encode(small, mime, quality)


def animations(image: Image.Image, mime: str, crop: Crop | None, limits: ImageLimits) -> Iterator[images.Picture]:
    area = box(crop, image.width, image.height)
    across, down = within(area[2] - area[0], area[3] - area[1], limits.max_pixels)
    for scale in scales(across, down):
        image.seek(0)
        yield images.animation(image, mime, area, (max(1, round(across * scale)), max(1, round(down * scale))))


def sized(image: Image.Image, limits: ImageLimits, scale: float) -> Image.Image:
    width, height = within(image.width, image.height, limits.max_pixels)
    size = max(1, math.floor(width * scale)), max(1, math.floor(height * scale))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def scales(width: int, height: int) -> Iterator[float]:
    scale = 1.0
    yield scale
    while min(width, height) * scale * SHRINK >= SMALLEST_SIDE:
        scale *= SHRINK
        yield scale

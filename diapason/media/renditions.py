"""The attachments of a content: which file of the library, as one network takes it."""

import hashlib
import json
from typing import Any, Protocol

from diapason.media import cropping, fitting
from diapason.media.models import Asset, Rendition
from diapason.networks.base.content import Attachment
from diapason.networks.base.manifest import ImageLimits
from diapason.networks.base.registry import Network


class Use(Protocol):
    """One file of a variant: `editorial.VariantMedia`, or anything like it. `crop` is as `cropping.read` takes it."""

    @property
    def asset(self) -> Asset: ...
    @property
    def crop(self) -> Any: ...
    @property
    def alt(self) -> str: ...


def attachment(use: Use, network: Network) -> Attachment:
    """What is sent: the file is made (once) when the network's limits or the crop ask for another than the original."""
    return described(use, made(use.asset, cropping.read(use.crop), network.manifest.images))


def foreseen(use: Use, network: Network) -> Attachment:
    """The same without making or reading any file: for checks and previews while a person writes."""
    return described(use, foresee(use.asset, cropping.read(use.crop), network.manifest.images))


def foresee(asset: Asset, crop: cropping.Crop | None, limits: ImageLimits) -> fitting.Fitted:
    return fitting.foresee(asset, crop, limits) if asset.kind == Asset.Kind.IMAGE else fitting.whole(asset)


def described(use: Use, file: fitting.Fitted) -> Attachment:
    return Attachment(
        file=file.file,
        mime=file.mime,
        size=file.size,
        width=file.width,
        height=file.height,
        duration=use.asset.duration,
        alt=(use.alt or use.asset.alt).strip(),
    )


def made(asset: Asset, crop: cropping.Crop | None, limits: ImageLimits) -> fitting.Fitted:
    """Raises media.refusals.Refused where the image cannot be fitted."""
    if asset.kind != Asset.Kind.IMAGE or fitting.is_kept(asset, crop, limits):
        return fitting.whole(asset)
    recipe = recipe_of(crop, limits)
    kept = Rendition.objects.filter(asset=asset, recipe=recipe).first()
    if kept is None:
        file = fitting.fit(asset, crop, limits)
        kept, _ = Rendition.objects.get_or_create(
            asset=asset,
            recipe=recipe,
            defaults={"file": file.file, "mime": file.mime, "size": file.size, "width": file.width, "height": file.height},
        )
    return fitting.Fitted(kept.file, kept.mime, kept.size, kept.width, kept.height)


def recipe_of(crop: cropping.Crop | None, limits: ImageLimits) -> str:
    plain = [[round(number, 5) for number in crop or ()], limits.max_bytes, limits.max_pixels, sorted(limits.mimes)]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()

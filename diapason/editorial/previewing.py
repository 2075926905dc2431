"""A post as each network will show it: the network's own preview, its counts, its messages."""

from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.safestring import SafeString

from diapason.editorial import composing
from diapason.editorial.composing import MediaUse
from diapason.editorial.models import Post, Variant
from diapason.media import cropping, renditions
from diapason.media.refusals import Refused
from diapason.networks.base.content import Content
from diapason.networks.base.registry import Network
from diapason.territory.models import Space

MEMBERS = "/media/"  # where the team reads files; guests have an address of their own
GENERIC = "editorial/preview.html"


@dataclass(frozen=True, slots=True)
class Preview:
    """`left` and `maximum` are of the fullest message, in the network's own unit; None without a limit."""

    network: Network
    spaces: tuple[Space, ...]
    html: SafeString
    messages: int
    left: int | None
    maximum: int | None


def previews(post: Post, files: str = MEMBERS) -> list[Preview]:
    """One for each network that has a space. `files` begins the addresses of images. `post` is loaded."""
    variants = [variant for variant in post.variants.all() if variant.spaces.all()]
    return [preview(variant, files) for variant in sorted(variants, key=lambda variant: (variant.net.manifest.order, variant.network))]


def preview(variant: Variant, files: str = MEMBERS) -> Preview:
    spaces = tuple(variant.spaces.all())
    content = composing.content_for(variant, spaces[0], attach=renditions.foreseen)
    left, maximum = room(variant, content, spaces)
    return Preview(variant.net, spaces, render(variant, content, spaces[0], files), len(content.parts), left, maximum)


def room(variant: Variant, content: Content, spaces: tuple[Space, ...]) -> tuple[int | None, int | None]:
    """The least room left over the messages and the spaces, with its maximum."""
    counted = composing.counted(content, composing.link_rule(variant.post.workspace))
    tight = [
        (limit.left(part), limit.maximum)
        for space in spaces
        for part in counted.parts
        if (limit := composing.limits_for(variant.net, space).tightest(part))
    ]
    return min(tight) if tight else (None, None)


def render(variant: Variant, content: Content, space: Space, files: str) -> SafeString:
    pictures = [shown(use, variant.net, files) for use in composing.media_of(variant)]
    context = {"content": content, "space": space, "pictures": pictures, "title": composing.title_of(variant)}
    try:
        template = select_template([variant.net.preview_template, GENERIC])
    except TemplateDoesNotExist:  # pragma: no cover - ours is always there
        return SafeString()
    return SafeString(template.render(context))


def shown(use: MediaUse, network: Network, files: str) -> dict[str, Any]:
    """What a preview says of a file: the crop is shown as it will be sent."""
    video = use.asset.kind == "video"
    try:
        crop = cropping.read(use.crop)
        name = renditions.made(use.asset, crop, network.manifest.images).file if crop and not video else use.asset.file
    except (Refused, ValueError, OSError):
        name = use.asset.file
    return {"url": f"{files}{name}", "alt": use.alt or use.asset.alt, "video": video}

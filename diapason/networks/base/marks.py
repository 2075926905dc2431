"""How networks are shown: a name, a colour, and the icon of their folder where it has one."""

import functools
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from diapason.core import assets
from diapason.networks.base import registry

COLOUR = "#5b564d"


@dataclass(frozen=True, slots=True)
class Mark:
    """`drawn`: whether the sprite has its icon, as `net-<slug>`."""

    slug: str
    name: str
    colour: str
    drawn: bool


def mark(slug: str) -> Mark:
    """Of one network, named in the reader's language; a slug that no folder bears is its own name."""
    found = registry.networks().get(slug)
    if found is None:
        return Mark(slug, slug, COLOUR, drawn=False)
    return Mark(slug, str(found), found.manifest.colour or COLOUR, has_icon(slug))


def marks() -> dict[str, Mark]:
    """Every network by its slug."""
    return {slug: mark(slug) for slug in registry.networks()}


@functools.cache
def has_icon(slug: str) -> bool:
    folder = registry.get(slug).folder
    return slug == folder.name and (folder / "icon.svg").exists()  # a preset of a folder has no drawing of its own


def drawing(slug: str, size: str = "") -> SafeString:
    """The mark of a network, named for those who do not see it; `size` is "" or large."""
    return _drawing(mark(str(slug)), size, assets.address("icons.svg"))


@functools.lru_cache(maxsize=500)
def _drawing(shown: Mark, size: str, sprite: str) -> SafeString:
    classes = f"net {size}".strip()
    if not shown.drawn:
        name = shown.name
        return format_html('<span class="{}" role="img" aria-label="{}" title="{}">{}</span>', classes, name, name, name[:1])
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" color="{}"><title>{}</title><use href="{}#net-{}"/></svg>',
        classes,
        shown.name,
        shown.colour,
        shown.name,
        sprite,
        shown.slug,
    )

"""Addresses that the calendar links to, and how networks are marked in it."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from diapason.networks.base import registry


def post_url(slug: str, post_id: int) -> str:
    return optional("post", slug, post_id) or reverse("calendar_move", args=[slug, post_id])


def new_post_url(slug: str, **prefilled: str) -> str:
    """The composer on a new post with these fields of its sheet already filled; empty where there is no composer."""
    url = optional("new_post", slug)
    filled = {name: value for name, value in prefilled.items() if value}
    return f"{url}?{urlencode(filled)}" if url and filled else url


def optional(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a network is drawn: its name, its colour, whether the sprite has its icon."""

    slug: str
    name: str
    colour: str
    drawn: bool


@cache
def drawn(slug: str) -> bool:
    return (registry.get(slug).folder / "icon.svg").exists()


def marks() -> dict[str, Mark]:
    """Every network by its slug, named in the reader's language."""
    return {
        slug: Mark(slug, str(network), network.manifest.colour or "#5b564d", drawn(slug)) for slug, network in registry.networks().items()
    }

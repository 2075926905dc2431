"""Addresses that the calendar links to."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


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

"""Replacing the addresses of a text by short links: when a delivery is planned."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings

from diapason.editorial.models import Post
from diapason.links.models import Link
from diapason.links.services import BadAddress, host_of, shorten
from diapason.links.utm import tagged
from diapason.networks.base.counting import urls
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace

OURS = re.compile(r"/[lc]/[^/]+\Z")


def replace_urls(text: str, replacement: Callable[[str], str]) -> str:
    """The text with each http(s) address replaced; bare domains are left as they were written."""
    pieces, end = [], 0
    for span in urls.find(text, urls.FEDERATED):
        pieces += [text[end : span.start], replacement(text[span.start : span.end])]
        end = span.end
    return "".join([*pieces, text[end:]])


def shorten_text(
    text: str,
    workspace: Workspace,
    *,
    post: Post | None = None,
    space: Space | None = None,
    delivery_key: uuid.UUID | None = None,
) -> tuple[str, list[Link]]:
    """The text with every address tagged by the brand's rule and shortened, and the links used, in order.

    An address that is already one of our short links, or that no link can lead to, stays as it is. Calling it again
    with the same delivery gives the same text.
    """
    used: dict[int, Link] = {}

    def short(url: str) -> str:
        if is_ours(url):
            return url
        try:
            link = shorten(workspace, tagged(workspace, url, post=post, space=space), post=post, space=space, delivery_key=delivery_key)
        except BadAddress:
            return url
        used[link.pk] = link
        return link.short_url

    return replace_urls(text, short), list(used.values())


def is_ours(url: str) -> bool:
    return host_of(url) == host_of(settings.PUBLIC_URL) and bool(OURS.search(url))

"""Replacing the brand's own addresses in a text by short links: when a delivery is planned."""

import re
import uuid

from django.conf import settings

from diapason.editorial import linking
from diapason.editorial.models import Post
from diapason.links.services import BadAddress, host_of, shorten
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace

OURS = re.compile(r"/[lc]/[^/]+\Z")


def shorten_text(
    text: str,
    rule: linking.Rule,
    workspace: Workspace,
    *,
    post: Post | None = None,
    space: Space | None = None,
    delivery_key: uuid.UUID | None = None,
) -> str:
    """The text with each link that the rule concerns made short: what `linking.will_be` foresaw and counted.

    A link that is already one of ours, or that no short link can lead to, stays. Calling it again with the same
    delivery gives the same text.
    """
    if not rule.short:
        return text

    def short(url: str) -> str:
        if not linking.concerns(url, rule) or is_ours(url):
            return url
        try:
            return shorten(workspace, url, post=post, space=space, delivery_key=delivery_key).short_url
        except BadAddress:
            return url

    return linking.replace(text, short)


def is_ours(url: str) -> bool:
    return host_of(url) == host_of(settings.PUBLIC_URL) and bool(OURS.search(url))

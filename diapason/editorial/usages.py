"""Tells the library which posts show a file."""

from collections.abc import Iterator

from django.db.models import Q

from diapason.editorial.access import posts
from diapason.editorial.telling import address
from diapason.media import usage
from diapason.media.models import Asset
from diapason.media.usage import Usage
from diapason.workspaces.members import Member

SHOWN = 50


def of(member: Member, asset: Asset) -> Iterator[Usage]:
    used = posts(member).filter(Q(media__asset=asset) | Q(variants__media__asset=asset)).select_related("workspace").distinct()
    for post in used.order_by("-id")[:SHOWN]:
        yield Usage(post.title, address(post), post.status, post.get_status_display())


usage.declare(of)

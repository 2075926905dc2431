"""Tells the library which posts show a file."""

from collections.abc import Iterator

from diapason.editorial.access import posts
from diapason.editorial.models import Post
from diapason.editorial.telling import address
from diapason.media import usage
from diapason.media.models import Asset
from diapason.media.usage import Usage
from diapason.workspaces.members import Member

SHOWN = 50


def of(member: Member, asset: Asset) -> Iterator[Usage]:
    """Two ways to a post, each found in its index: one condition over both would read every post."""
    own = Post.objects.filter(media__asset=asset).values_list("pk", flat=True)
    of_variants = Post.objects.filter(variants__media__asset=asset).values_list("pk", flat=True)
    used = posts(member).filter(pk__in=own.union(of_variants)).select_related("workspace")
    for post in used.order_by("-id")[:SHOWN]:
        yield Usage(post.title, address(post), post.status, post.get_status_display())


usage.declare(of)

"""Spaces: where the brand speaks."""

from ninja import Router

from diapason.api.calls import Call, reads
from diapason.api.schemas.spaces import SpaceList, SpaceOut
from diapason.territory.access import spaces

router = Router(tags=["spaces"])


@reads(router, "/spaces", SpaceList, scope="spaces:read", needs="space.view")
def list_spaces(request: Call) -> SpaceList:
    """The spaces that you may see, by network and name."""
    return SpaceList(items=[SpaceOut.of(space) for space in spaces(request.member)])

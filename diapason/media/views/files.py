"""The files themselves, for the members of their brand only."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from diapason.media import serving, storing
from diapason.media.access import access_asset
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Membership


def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """404 for everybody else: the address of a file says nothing to an outsider."""
    brand = storing.workspace_of(name)
    if brand is None or not request.user.is_authenticated:
        raise Http404
    if not Membership.objects.filter(person=request.user, workspace=brand).exists():
        raise Http404
    return serving.serve(request, name)


@door("media.view")
def asset_thumbnail(request: Request, asset_id: int) -> HttpResponseBase:
    """The small picture of a file, for screens that know its number alone; kept by the reader's browser, never by a proxy.

    A file without one gives no content, which a page shows as nothing.
    """
    name = access_asset(request.member, asset_id).thumbnail
    return serving.serve(request, name) if name else HttpResponse(status=204)

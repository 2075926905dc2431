"""The files themselves, for the members of their brand only."""

from django.http import Http404, HttpRequest, HttpResponseBase

from diapason.media import serving, storing
from diapason.workspaces.models import Membership


def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """404 for everybody else: the address of a file says nothing to an outsider."""
    brand = storing.workspace_of(name)
    if brand is None or not request.user.is_authenticated:
        raise Http404
    if not Membership.objects.filter(person=request.user, workspace=brand).exists():
        raise Http404
    return serving.serve(request, name)

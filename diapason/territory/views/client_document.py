"""What describes this installation to a network that asks for it by address instead of registering us."""

from django.http import Http404, HttpRequest, JsonResponse

from diapason.networks.base import registry
from diapason.territory.connect import return_address


def client_document(request: HttpRequest, network: str) -> JsonResponse:
    found = registry.networks().get(network)
    if found is None or found.manifest.auth.get("client_document") != request.path:
        raise Http404
    return JsonResponse(found.auth.client_document(return_address()), headers={"Cache-Control": "public, max-age=600"})

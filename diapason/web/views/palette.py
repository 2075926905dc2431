"""The answers of the command palette."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from diapason.web.palette import search
from diapason.workspaces.doors import Request, door


@require_GET
@door("brand.view")
def palette(request: Request) -> JsonResponse:
    """`{"results": [{"group", "label", "url", "note"}]}`, in the order to show."""
    return JsonResponse({"results": search(request.member, request.GET.get("q", "").strip()[:100])})

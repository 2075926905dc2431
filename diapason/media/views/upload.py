"""Files that come in: one by one with progress from a script, or many at once from a plain form."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.media import handlers, storing, uploading
from diapason.media.models import Asset
from diapason.media.refusals import Refused
from diapason.workspaces.doors import Request, door


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def refused_unread(request: HttpRequest, status: int, slug: str) -> HttpResponse:
    reason = str(storing.no_room()) if status == handlers.NO_ROOM else too_large()
    if wants_json(request):
        return JsonResponse({"assets": [], "refused": [{"name": "", "reason": reason}]}, status=status)
    return render(request, "media/too_large.html", {"reason": reason, "slug": slug, "status": status}, status=status)


def too_large() -> str:
    return _("This file is larger than the limit of %(limit)s MB. Nothing of it was kept. Export it lighter, then add it again.") % {
        "limit": handlers.limit() // 1_000_000
    }


@handlers.capped(refused_unread)
@require_POST
@door("media.write")
def upload(request: Request) -> HttpResponseBase:
    added: list[Asset] = []
    refused: list[dict[str, str]] = []
    for file in request.FILES.getlist("file"):
        try:
            added.append(uploading.add(request.member, file))
        except Refused as reason:
            refused.append({"name": file.name or "", "reason": str(reason)})
    if wants_json(request):
        return JsonResponse({"assets": [described(asset) for asset in added], "refused": refused}, status=201 if added else 422)
    if added:
        toast(request, ngettext("%(count)s file was added.", "%(count)s files were added.", len(added)) % {"count": len(added)})
    for refusal in refused:
        toast(request, " : ".join(filter(None, (refusal["name"], refusal["reason"]))), tone="bad")
    return redirect("media", request.workspace.slug)


def described(asset: Asset) -> dict[str, Any]:
    """What the composer needs to show a file."""
    return {
        "id": asset.pk,
        "title": str(asset),
        "alt": asset.alt,
        "kind": asset.kind,
        "file": f"/media/{asset.file}",
        "thumbnail": f"/media/{asset.small}" if asset.small else "",
        "width": asset.width,
        "height": asset.height,
        "duration": asset.duration,
    }

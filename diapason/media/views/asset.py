"""One file: what it shows, what may be done with it, where it is used."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.media import library, usage
from diapason.media.access import access_asset
from diapason.media.forms import AssetForm
from diapason.media.models import Asset
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


@door("media.view")
def asset(request: Request, asset_id: int) -> HttpResponse:
    found = access_asset(request.member, asset_id)
    writes = request.member.can("media.write")
    form = AssetForm(request.POST if request.method == "POST" and writes else None, instance=found)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            form.save()
            events.record(request.member, "asset.edited", found, names=form.changed_data)
        toast(request, _("The file was described."))
        return redirect("asset", request.workspace.slug, found.pk)
    today = timezone.localdate(timezone=request.workspace.tz)
    context = {
        "asset": found,
        "form": form,
        "rights_state": library.rights_state(found, today),
        "usages": usage.of(request.member, found),
    }
    return render(request, "media/asset.html", context, status=422 if form.is_bound else 200)


@require_POST
@door("media.write")
def removal(request: Request, asset_id: int) -> HttpResponse:
    """Out of the library; posts that show it keep it."""
    found = access_asset(request.member, asset_id)
    with transaction.atomic():
        found.removed_at = clock.now()
        found.save(update_fields=["removed_at"])
        events.record(request.member, "asset.removed", found)
    undo = reverse("asset_restoration", args=[request.workspace.slug, found.pk])
    toast(request, _("“%(title)s” left the library. Posts that show it keep it.") % {"title": found}, undo=undo)
    return redirect("media", request.workspace.slug)


@require_POST
@door("media.write")
def restoration(request: Request, asset_id: int) -> HttpResponse:
    with transaction.atomic():
        changed = Asset.objects.filter(workspace=request.workspace, pk=asset_id, removed_at__isnull=False)
        found = changed.first()
        if found:
            changed.update(removed_at=None)
            events.record(request.member, "asset.restored", found)
    return HttpResponse(status=204)

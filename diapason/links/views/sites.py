"""The brand's sites that report conversions, with the line to put in their pages."""

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.links import access, services
from diapason.links.forms import SiteForm
from diapason.links.models import Conversion
from diapason.workspaces.doors import Request, door

RECENT = 20


@door("link.view")
def sites(request: Request) -> HttpResponse:
    form = SiteForm(request.POST or None)
    if request.method == "POST" and request.member.can("link.write") and form.is_valid():
        if add(request, form):
            return redirect("sites", request.workspace.slug)
        form.add_error("host", _("This site is already here."))
    recent = Conversion.objects.filter(workspace=request.workspace).select_related("site", "link").order_by("-at")[:RECENT]
    context = {"form": form, "sites": access.sites(request.member), "recent": recent}
    return render(request, "links/sites.html", context, status=422 if form.errors else 200)


def add(request: Request, form: SiteForm) -> bool:
    data = form.cleaned_data
    try:
        services.add_site(request.member, data["name"], data["host"], data["currency"])
    except IntegrityError:
        return False
    toast(request, _("The site was added. Put the line below in its pages."))
    return True


@door("link.write")
@require_POST
def removal(request: Request, site_id: int) -> HttpResponse:
    services.remove_site(request.member, access.access_site(request.member, site_id))
    toast(request, _("The site no longer reports conversions. Those already counted stay."))
    return redirect("sites", request.workspace.slug)

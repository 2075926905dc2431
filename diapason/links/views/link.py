"""One link: making it, its page, its QR code, closing and opening it again."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial import linking
from diapason.links import access, figures, qr, services
from diapason.links.forms import LinkForm
from diapason.links.models import ClickHour
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Workspace


@door("link.write")
def new_link(request: Request) -> HttpResponse:
    form = LinkForm(request.member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        url = tagged(request.workspace, data["url"], data["space"]) if data["tagged"] else data["url"]
        link = services.create(request.member, url, title=data["title"], space=data["space"])
        return redirect("link", request.workspace.slug, link.pk)
    return render(request, "links/new.html", {"form": form}, status=422 if form.errors else 200)


def tagged(workspace: Workspace, url: str, space: Space | None) -> str:
    """The address with the parameters of the brand's rule."""
    rule = linking.rule_of(workspace.utm, workspace.website, settings.PUBLIC_URL)
    return linking.tag(url, rule, linking.Place(network=space.network if space else ""))


@door("link.view")
def link(request: Request, link_id: int) -> HttpResponse:
    found = access.access_link(request.member, link_id)
    today = request.workspace.today
    sums = figures.of([found])[found.pk]
    chart = figures.daily(request.workspace, ClickHour.objects.filter(link=found), today)
    return render(request, "links/link.html", {"link": found, "sums": sums, "chart": chart})


@door("link.view")
def qr_code(request: Request, link_id: int, kind: str) -> HttpResponse:
    if kind not in {"svg", "png"}:
        raise Http404
    found = access.access_link(request.member, link_id)
    response = HttpResponse(qr.image(found.short_url, kind), content_type="image/svg+xml" if kind == "svg" else "image/png")
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="{found.code}.{kind}"'
    return response


@door("link.write")
@require_POST
def closure(request: Request, link_id: int) -> HttpResponse:
    found = access.access_link(request.member, link_id)
    services.disable(request.member, found)
    toast(request, _("The link is closed."), undo=reverse("link_opening", args=[request.workspace.slug, found.pk]))
    return redirect("link", request.workspace.slug, found.pk)


@door("link.write")
@require_POST
def opening(request: Request, link_id: int) -> HttpResponse:
    found = access.access_link(request.member, link_id)
    services.enable(request.member, found)
    return redirect("link", request.workspace.slug, found.pk)

"""The front door sends each person to their brand, and to the first screen of it that they may open."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diapason.web import navigation
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Membership

LAST_BRAND = "last_brand"


@login_required
def front_door(request: HttpRequest) -> HttpResponse:
    """The brand opened last, else the first by name; a page that says what to do where there is none."""
    memberships = Membership.objects.filter(person=request.user.pk).order_by("workspace__is_demo", "workspace__name")
    slugs = list(memberships.values_list("workspace__slug", flat=True))
    if not slugs:
        return render(request, "web/no_brand.html")
    last = request.session.get(LAST_BRAND)
    return redirect("brand", last if last in slugs else slugs[0])


@door("brand.view")
def brand(request: Request) -> HttpResponse:
    request.session[LAST_BRAND] = request.workspace.slug
    links = [link for group in navigation.rail(request.member, request.path, {}) for link in group]
    if links:
        return redirect(links[0].url)
    return render(request, "web/nothing_open.html")

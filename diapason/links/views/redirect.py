"""`/l/<code>`: sends the visitor on, and counts them. No cookie, no address kept, one look-up and one statement."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from diapason.core import clock
from diapason.links import clicks, visitors
from diapason.links.models import Link, Site
from diapason.links.parameters import add


class Onward(HttpResponseRedirect):
    """To an address that was stored by a person of the brand; never one that the visitor gave."""

    max_length = None  # the address may be as long as a link's
    allowed_schemes = ["http", "https"]


@csrf_exempt
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    link = Link.objects.filter(code=code.lower()).annotate(sites=ArraySubquery(hosts_of_brand())).first()
    if link is None or link.disabled_at:
        return closed(request, link)
    now = clock.now()
    robot = visitors.is_robot(request)
    clicks.count(link.pk, now, None if robot else visitors.digest(request, str(link.pk), now.date()))
    return sealed(Onward(destination(link)))


def hosts_of_brand() -> QuerySet[Site, Any]:
    return Site.objects.filter(workspace=OuterRef("workspace"), disabled_at=None).values("host")


def destination(link: Link) -> str:
    """The stored address; on a site of the brand's that reports conversions, with the link's code for the snippet."""
    ours = any(link.host == host or link.host.endswith(f".{host}") for host in link.sites)  # type: ignore[attr-defined]
    return add(link.url, {"dl": link.code}) if ours else link.url


def closed(request: HttpRequest, link: Link | None) -> HttpResponse:
    """A page for people: 404 where there never was a link, 410 where the brand closed it."""
    return sealed(render(request, "links/closed.html", {"closed": link is not None}, status=410 if link else 404))


def sealed(response: HttpResponse) -> HttpResponse:
    """Each click must reach us, and the site must see whence the visitor came as if we were not in between."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

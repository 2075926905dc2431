"""`/c/<key>` takes conversions from a site of the brand's; `/c/<key>.js` is the snippet that sends them."""

from pathlib import Path
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from diapason.core import clock, throttle
from diapason.links import visitors
from diapason.links.conversions import Refused, fields_of, keep, parse
from diapason.links.models import Site

PER_VISITOR, PER_SITE = 30, 600  # a minute
SNIPPET = (Path(__file__).resolve().parent.parent / "snippet.js").read_text(encoding="utf-8")


def site_of(key: str) -> Site:
    site = Site.objects.filter(key=key, disabled_at=None).first()
    if site is None:
        raise Http404
    return site


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def convert(request: HttpRequest, key: str) -> HttpResponse:
    """201 for a new conversion, 200 for one already known, else a clear 4xx. CORS for the site's own origin only."""
    site = site_of(key)
    try:
        allow = origin_of(request, site)
        response = HttpResponse(status=204) if request.method == "OPTIONS" else take(request, site)
    except Refused as error:
        allow = ""
        response = JsonResponse({"error": error.code, "message": error.message}, status=error.status)
        if error.status == 429:
            response["Retry-After"] = "60"
        if error.code != "origin":
            allow = request.headers.get("Origin", "")
    return shared(response, allow)


def origin_of(request: HttpRequest, site: Site) -> str:
    """The origin to allow; empty for a server, which sends none. Raises Refused for another site's page."""
    origin = request.headers.get("Origin", "")
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        host = ""
    if origin and not site.covers(host):
        raise Refused(403, "origin", "This key belongs to another site.")
    return origin


def take(request: HttpRequest, site: Site) -> HttpResponse:
    visitor = visitors.digest(request, site.key, clock.now().date()).hex()
    if not (throttle.allows(f"convert:{visitor}", PER_VISITOR) and throttle.allows(f"convert:{site.key}", PER_SITE)):
        raise Refused(429, "too_many", "Too many reports in one minute. Try again later: the same id is never counted twice.")
    new = keep(site, parse(fields_of(request), site))
    return JsonResponse({"counted": new}, status=201 if new else 200)


def shared(response: HttpResponse, origin: str) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    if origin:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Max-Age"] = "86400"
    patch_vary_headers(response, ["Origin"])
    return response


@require_safe
def snippet(request: HttpRequest, key: str) -> HttpResponse:
    site_of(key)
    response = HttpResponse(SNIPPET, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

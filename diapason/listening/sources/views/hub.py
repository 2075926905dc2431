"""`/hub/<token>/`: where the hubs of feeds come to ask whether we meant it, and to say that there is news (WebSub)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from diapason.core import throttle
from diapason.listening.sources.web import hubs

LARGEST = 5 * 1024 * 1024
IN_A_MINUTE = 60  # of one hub for one feed: more often, it is told to wait


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hub(request: HttpRequest, token: str) -> HttpResponse:
    """GET: 200 with the challenge where we asked for it, else 404. POST: 202; 410 where we want no more; 413 and 429 for too much."""
    if not throttle.allows(f"hub:{token}", IN_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    return news(request, token) if request.method == "POST" else question(request, token)


def question(request: HttpRequest, token: str) -> HttpResponse:
    asked = {
        name: request.GET.get(f"hub.{name}", "").replace("\0", "") for name in ("mode", "topic", "challenge", "lease_seconds", "reason")
    }
    if asked["mode"] == "denied":
        return HttpResponse(status=200 if hubs.denied(token, asked["topic"], asked["reason"]) else 404)
    if not asked["challenge"] or len(asked["challenge"]) > 2_000:
        return HttpResponse(status=404)
    if not hubs.verified(token, asked["mode"], asked["topic"], asked["lease_seconds"]):
        return HttpResponse(status=404)
    return HttpResponse(asked["challenge"], content_type="text/plain; charset=utf-8")


def news(request: HttpRequest, token: str) -> HttpResponse:
    found = hubs.listening(token)
    if found is None:
        return HttpResponse(status=410)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    hubs.told(found, request.headers.get("X-Hub-Signature", ""), body)
    return HttpResponse(status=202)  # also where the signature is false: who made it up learns nothing (section 7)

"""The addresses of the application, and some that break on purpose to show the pages of errors."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from diapason import urls
from diapason.media.views.upload import refused_unread
from diapason.web.views.problems import csrf_failure

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
FORGED = 4030


def broken(request: HttpRequest, slug: str, status: int) -> HttpResponse:
    """Answers as the application does when that happens."""
    if status in {413, 507}:
        return refused_unread(request, status, slug)
    if status == 429:
        return render(request, "editorial/guest/closed.html", {"reason": "rate"}, status=429)
    if status == FORGED:
        return csrf_failure(request)
    raise {400: BadRequest, 403: PermissionDenied, 404: Http404}.get(status, RuntimeError)("on purpose")


def no_brand(request: HttpRequest) -> HttpResponse:
    return render(request, "web/no_brand.html")


urlpatterns = [
    path("broken/<slug:slug>/<int:status>/", broken, name="broken"),
    path("no-brand/", no_brand, name="no_brand"),
    *urls.urlpatterns,
]

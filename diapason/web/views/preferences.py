"""The language of a visitor, the language and theme of a person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from diapason.workspaces.models import Person

A_YEAR = 365 * 24 * 3600


def back(request: HttpRequest) -> str:
    """The page that asked, when it is one of ours."""
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else "/"


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    response = redirect(back(request))
    response.set_cookie("language", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE, httponly=True)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in Person.Theme.values or not request.user.is_authenticated:
        return HttpResponseBadRequest()
    Person.objects.filter(pk=request.user.pk).update(theme=chosen)
    return redirect(back(request))

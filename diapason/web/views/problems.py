"""The pages that say what went wrong, in the words of the reader."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import server_error as bare_server_error

from diapason.workspaces.members import member_of
from diapason.workspaces.models.membership import Role
from diapason.workspaces.notices import holders
from diapason.workspaces.permissions import MATRIX

log = logging.getLogger(__name__)
MOST_GIVERS = 3


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Names the permission that a door asked for, the reader's role, and who can change it."""
    context: dict[str, object] = {}
    needed = str(exception)
    match = request.resolver_match
    if isinstance(exception, PermissionDenied) and needed in MATRIX and match and request.user.is_authenticated:
        member = member_of(request.user, match.kwargs["slug"])
        context["needed"] = MATRIX[needed][0]
        context["role"] = Role(member.role).label
        context["givers"] = [person for person in holders(member.workspace, "team.manage") if person != request.user][:MOST_GIVERS]
    return render(request, "403.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return render(request, "403_csrf.html", {"back": back if safe else "/"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever broke must not break its own page: plain HTML where the layout cannot be drawn."""
    try:
        return render(request, "500.html", status=500)
    except Exception:
        log.exception("the page of errors could not be drawn")
        return bare_server_error(request, "web/500_bare.html")

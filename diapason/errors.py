"""What broke, told to whoever asked: a page for people, a problem for programs."""

from django.http import HttpRequest, HttpResponse

from diapason.api import problems
from diapason.web.views import problems as pages


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.answer(request, problems.broken())
    return pages.server_error(request)

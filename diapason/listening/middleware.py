"""What a page says when the store of mentions does not answer."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diapason.listening.store.base import Unavailable

log = logging.getLogger(__name__)


class StoreMiddleware:
    """A page that lacks mentions in silence would be worse than none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Unavailable):
            return None
        log.warning("%s: the store of mentions does not answer: %s", request.path, error)
        return render(request, "listening/unavailable.html", status=503)

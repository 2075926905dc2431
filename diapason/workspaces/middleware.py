"""Each person's language and time zone, for the time of a request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from diapason.core import clock


class PersonalMiddleware:
    """A signed-in person's own choices; for a visitor, the language of the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if request.user.is_authenticated else None
        language = person.language if person else visitor_language(request)
        with translation.override(language):
            zone = clock.zone(person.time_zone) if person and person.time_zone else clock.zone(settings.DEFAULT_TIME_ZONE)
            with timezone.override(zone):
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def visitor_language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("language")
    if chosen in dict(settings.LANGUAGES):
        return str(chosen)
    return translation.get_language_from_request(request)

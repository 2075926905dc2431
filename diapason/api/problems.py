"""Errors as RFC 9457 tells them (`application/problem+json`): a sentence in the caller's language, and the fields at fault."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from diapason.api import wording
from diapason.editorial.planning import CannotWithdraw
from diapason.editorial.workflow import NotAllowed
from diapason.publishing.decisions import NotDecidable
from diapason.publishing.services import TooLate

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """`code` is for programs and never changes; `detail` is for people. `errors` are `{"field", "detail"}`."""

    def __init__(self, status: int, code: str, detail: str, *, errors: Sequence[Mapping[str, str]] = (), **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.errors, self.more = status, code, detail, list(errors), more


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(wording.TITLES[problem.status]),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **problem.more,
    }
    if problem.errors:
        body["errors"] = problem.errors
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=problem.status, content_type=CONTENT_TYPE)
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Diapason"'
    return finish(request, response)


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What every answer carries: where the token stands in its limits, and never a copy in a cache."""
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept-Language, Authorization"
    usage = getattr(request, "usage", None)
    if usage:
        usage.tell(response)
    return response


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────────────────────────
def not_found() -> Problem:
    return Problem(404, "not_found", _("There is nothing at this address in this brand, or not for you."))


def no_such_method(allowed: str) -> Problem:
    return Problem(405, "method", _("This address takes %(methods)s only.") % {"methods": allowed})


def broken() -> Problem:
    return Problem(
        500,
        "broken",
        _("Something broke on our side, and is in the log. Nothing was changed: ask again later."),
    )


def sign_in() -> Problem:
    return Problem(401, "no_token", _("Send a token that works: “Authorization: Bearer dia_…”. It may have expired, or been revoked."))


def refused(errors: Sequence[Mapping[str, str]]) -> Problem:
    return Problem(422, "invalid", _("Some values were refused. Nothing was changed."), errors=errors)


def field(name: str, detail: str) -> Problem:
    return refused([{"field": name, "detail": detail}])


def words(error: Mapping[str, Any]) -> str:
    """A validation error in the caller's language, as precisely as its kind allows."""
    kind = str(error.get("type", ""))
    for start, sentence in wording.OF_KINDS:
        if kind.startswith(start):
            return str(sentence) % (error.get("ctx") or {})
    return _("This value was not understood.")


def of_validation(error: ValidationError) -> Problem:
    return refused([{"field": place(each["loc"]), "detail": words(each)} for each in error.errors])


def place(loc: Sequence[Any]) -> str:
    """`variants.0.text`, without the name that the parameter has in our code."""
    parts = [str(part) for part in loc]
    return ".".join(parts[2:] if parts[0] == "body" and len(parts) > 2 else parts[1:]) or parts[0]


def of_http(error: HttpError) -> Problem:
    if error.status_code == 401:
        return sign_in()
    return Problem(400, "unreadable", _("The body is not the JSON that this address takes."))


def of_permission(_error: PermissionDenied) -> Problem:
    return Problem(403, "forbidden", _("Your role in this brand does not allow this."))


def install(api: NinjaAPI) -> None:
    """Teaches the API to tell each of our exceptions."""

    def tell(exception: type[Exception], make: Any) -> None:
        api.add_exception_handler(exception, lambda request, error: answer(request, make(error)))

    tell(Problem, lambda problem: problem)
    tell(Http404, lambda _error: not_found())
    tell(PermissionDenied, of_permission)
    tell(ValidationError, of_validation)
    tell(HttpError, of_http)
    tell(NotAllowed, lambda error: Problem(409, "not_now", str(error)))
    tell(NotDecidable, lambda error: Problem(409, "moved_on", str(error)))
    tell(TooLate, lambda _error: Problem(409, "too_late", _("Too late: this delivery is out, or on its way.")))
    tell(CannotWithdraw, lambda error: Problem(409, "too_late", str(error)))

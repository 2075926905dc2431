"""Declaring an operation: its scope, the permission that it needs, what it answers."""

import functools
from collections.abc import Callable
from typing import Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import HttpBearer

from diapason.api import idempotency, limits, problems, tokens
from diapason.api.models import ApiToken
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace

View = Callable[..., Any]
KEYED: dict[str, Any] = {
    "parameters": [
        {
            "name": idempotency.HEADER,
            "in": "header",
            "required": False,
            "description": "A text of your choice, new for each change: sent again within a day, the request is not done twice.",
            "schema": {"type": "string", "minLength": 1, "maxLength": idempotency.LONGEST, "pattern": "^[A-Za-z0-9_-]+$"},
        }
    ]
}


class Call(HttpRequest):
    """A request that a token made."""

    member: Member
    workspace: Workspace
    token: ApiToken


class Bearer(HttpBearer):
    """Lets through a token that has `scope`, of a member who holds `permission`, within its limits."""

    def __init__(self, scope: str, permission: str, kind: str) -> None:
        self.scope, self.permission, self.kind = scope, permission, kind
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> tokens.Caller:
        try:
            caller = tokens.caller(token)
        except tokens.Unknown:
            raise problems.sign_in() from None
        except tokens.NeedsSecondFactor:
            raise problems.Problem(
                403, "second_factor", _("Your organisation wants two factors of its owners. Add yours, then try again.")
            ) from None
        self.admit(request, caller)
        return caller

    def admit(self, request: Any, caller: tokens.Caller) -> None:
        request.usage = limits.hit(caller.token, self.kind)
        if request.usage.exceeded:
            raise problems.Problem(429, "too_many", _("This token asked too often. Wait for the seconds that Retry-After says."))
        if not caller.may(self.scope):
            raise problems.Problem(403, "scope", _("This token does not have the right “%(scope)s”.") % {"scope": self.scope})
        if not caller.member.can(self.permission):
            raise problems.Problem(403, "forbidden", _("Your role in this brand does not allow this."))
        request.member, request.workspace, request.token = caller.member, caller.member.workspace, caller.token


def reads(router: Router, path: str, gives: type[Schema], *, scope: str, needs: str) -> Callable[[View], View]:
    """`GET path` answers 200 with `gives`."""

    def declare(view: View) -> View:
        known = filters_of(view)

        @functools.wraps(view)
        def answered(request: HttpRequest, **values: Any) -> HttpResponse:
            refuse_others(request, known)
            return as_json(request, view(request, **values), 200)

        route = router.get(path, auth=Bearer(scope, needs, "read"), response={200: gives}, **said(view, scope))
        route(answered)
        return view

    return declare


def writes(
    router: Router, method: str, path: str, gives: type[Schema], *, scope: str, needs: str, status: int = 200
) -> Callable[[View], View]:
    """`method path` changes something, once for an Idempotency-Key, and answers `status` with `gives`."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, **values: Any) -> HttpResponse:
            token: ApiToken = request.token  # type: ignore[attr-defined]
            refuse_others(request, frozenset())
            return idempotency.once(request, token, lambda: as_json(request, view(request, **values), status))

        route = router.api_operation(
            [method], path, auth=Bearer(scope, needs, "write"), response={status: gives}, openapi_extra=KEYED, **said(view, scope)
        )
        route(answered)
        return view

    return declare


def filters_of(view: View) -> frozenset[str]:
    """The names that the address of this view may have after its question mark."""
    schemas = [hint for hint in get_type_hints(view).values() if isinstance(hint, type) and issubclass(hint, Schema)]
    return frozenset(name for schema in schemas for name in schema.model_fields)


def refuse_others(request: HttpRequest, known: frozenset[str]) -> None:
    """A filter with a slip of the pen would be passed over in silence, and everything be given."""
    errors = [{"field": name, "detail": _("There is no such filter.")} for name in request.GET if name not in known]
    if errors:
        raise problems.refused(errors)


def said(view: View, scope: str) -> dict[str, Any]:
    """The documentation of an operation, from the docstring of its view: a sentence, then more."""
    summary, _sep, more = (view.__doc__ or view.__name__).partition("\n")
    description = f"{' '.join(more.split())}\n\nScope: `{scope}`.".strip()
    return {"summary": summary.strip(), "description": description, "operation_id": view.__name__, "url_name": view.__name__}


def as_json(request: HttpRequest, result: Schema, status: int) -> HttpResponse:
    body = result.model_dump_json()
    return problems.finish(request, HttpResponse(body, status=status, content_type="application/json"))

"""Which kinds of moments a person does not want to see, in this brand: remembered with their session."""

from collections.abc import Iterable

from diapason.editorial.planner.bands import KINDS
from diapason.workspaces.doors import Request


def session_key(request: Request) -> str:
    return f"moments.hidden.{request.workspace.pk}"


def hidden_kinds(request: Request) -> list[str]:
    return [kind for kind in request.session.get(session_key(request), []) if kind in KINDS]


def hide_kinds(request: Request, kinds: Iterable[str]) -> None:
    request.session[session_key(request)] = sorted(set(kinds) & set(map(str, KINDS)))

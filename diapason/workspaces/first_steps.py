"""What a new brand does first. Each app declares its steps in `apps.ready()`; a step is done when the brand has the thing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Declared:
    order: int
    code: str
    title: Promise | str
    why: Promise | str
    url_name: str
    permission: str
    is_done: Callable[[Workspace], bool]


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    title: str
    why: str
    url: str
    done: bool


_declared: dict[str, Declared] = {}


def declare(
    order: int, code: str, title: Promise | str, why: Promise | str, *, url_name: str, permission: str, is_done: Callable[[Workspace], bool]
) -> None:
    """`order` places the step (10, 20…); `url_name` takes the slug; `is_done` asks the database, cheaply."""
    _declared[code] = Declared(order, code, title, why, url_name, permission, is_done)


def steps(member: Member) -> list[Step]:
    """The steps that the member may take, in order; those whose page no app gives are left out."""
    found = []
    for each in sorted(_declared.values(), key=lambda declared: declared.order):
        if not member.can(each.permission):
            continue
        try:
            url = reverse(each.url_name, args=[member.workspace.slug])
        except NoReverseMatch:
            continue
        found.append(Step(each.code, str(each.title), str(each.why), url, each.is_done(member.workspace)))
    return found


def remaining(member: Member) -> int:
    return sum(not step.done for step in steps(member))

"""Every space of the brand, by kind: how it is, what it is for."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render

from diapason.territory import access, condition
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door


@door("space.view")
def spaces(request: Request) -> HttpResponse:
    found = list(access.spaces(request.member).select_related("owner").annotate(read_at=Max("streams__read_at")))
    ill = [space for space in found if condition.of(space).tone in {"bad", "warn"}]
    return render(request, "territory/spaces.html", {"groups": grouped(found), "count": len(found), "ill": len(ill)})


def grouped(every: Iterable[Space]) -> list[tuple[str, list[tuple[Space, condition.Condition]]]]:
    """By kind in the order of `condition.KINDS`, the most important first."""
    found = sorted(every, key=lambda space: (condition.rank(space.net), -space.importance, space.name.casefold(), space.pk))
    return [
        (kind, [(space, condition.of(space)) for space in rows])
        for kind, rows in groupby(found, key=lambda space: condition.kind(space.net))
    ]

"""One space: whether it is well and how to mend it, its limits, what it is for, who may write for it."""

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render

from diapason.territory import condition, health, repair
from diapason.territory.access import access_space
from diapason.territory.forms import IMPORTANCE, GrantsForm
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door


@door("space.view")
def space(request: Request, space_id: int) -> HttpResponse:
    found = access_space(request.member, space_id)
    context = {
        "space": found,
        "condition": condition.of(found),
        "kind": condition.kind(found.net),
        "resting": health.resting(found),
        "trouble": repair.trouble(found),
        "limits": condition.limits(found),
        "importance": dict(IMPORTANCE).get(found.importance, ""),
        "read_at": found.streams.aggregate(at=Max("read_at"))["at"],
        "can_publish": found.state != Space.State.WATCHED,
        "can_check": found.net.can("auth") and found.state != Space.State.ASSISTED,
        "grants": grants_form(request, found) if request.member.can("space.connect") else None,
    }
    return render(request, "territory/space.html", context)


def grants_form(request: Request, found: Space) -> GrantsForm | None:
    form = GrantsForm(request.member, initial={"contributors": [grant.membership_id for grant in found.grants.all()]})
    return form if form.contributors else None

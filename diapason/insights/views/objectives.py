"""The brand's objectives: what each aims at, how far it is, what is wrong with it."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.core import keyset
from diapason.insights import progress
from diapason.strategy import access
from diapason.strategy.flags import Beside, flags
from diapason.strategy.models import Objective
from diapason.workspaces.doors import Request, door

SIZE = 12  # objectives on a page, each with its indicators


@door("objective.view")
def objectives(request: Request) -> HttpResponse:
    closed = request.GET.get("state") == "closed"
    every, today = access.objectives(request.member), request.workspace.today
    order = ["-due_on", "-id"] if closed else ["due_on", "id"]
    page = keyset.page_or_first(every.filter(closed_at__isnull=not closed), order, cursor=request.GET.get("cursor", ""), size=SIZE)
    reached = progress.of(request.workspace, page.rows, today)
    beside = Beside(() if closed else every.filter(closed_at=None))
    rows = [(objective, reached[objective.pk], flags(objective, beside, today)) for objective in page.rows]
    return render(request, "insights/objectives.html", {"rows": rows, "page": page, "closed": closed, "kinds": Objective.Kind.choices})

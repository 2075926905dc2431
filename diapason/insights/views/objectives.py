"""The brand's objectives: what each aims at, how far it is, what is wrong with it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from diapason.core import clock
from diapason.insights import progress
from diapason.strategy import access
from diapason.strategy.flags import flags
from diapason.strategy.models import Objective
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Workspace


def today_of(workspace: Workspace) -> date:
    return clock.now().astimezone(workspace.tz).date()


@door("objective.view")
def objectives(request: Request) -> HttpResponse:
    closed = request.GET.get("state") == "closed"
    found = access.objectives(request.member).filter(closed_at__isnull=not closed).order_by("due_on", "id")
    open_ones = list(found)
    today = today_of(request.workspace)
    reached = progress.of(request.workspace, open_ones, today)
    rows = [(objective, reached[objective.pk], flags(objective, open_ones, today)) for objective in open_ones]
    return render(request, "insights/objectives.html", {"rows": rows, "closed": closed, "kinds": Objective.Kind.choices})

"""Where a new brand begins."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.workspaces import first_steps as registry
from diapason.workspaces.doors import Request, door


@door("settings.view")
def first_steps(request: Request) -> HttpResponse:
    steps = registry.steps(request.member)
    done = sum(step.done for step in steps)
    return render(request, "workspaces/first_steps.html", {"steps": steps, "done": done, "total": len(steps)})

"""A rule asked of what was heard before it."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.listening.models import Rule
from diapason.listening.rules import access, past
from diapason.listening.rules.tasks import defer
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import LongTask


@require_POST
@door("listening.write")
def rule_past(request: Request, rule_id: int) -> HttpResponse:
    rule = access.access_rule(request.member, rule_id)
    with transaction.atomic():
        task = past.begin(request.member, rule)
        defer(task.pk)
    return redirect("rule_task", request.workspace.slug, task.pk)


@door("listening.view")
def rule_task(request: Request, rule_task_id: int) -> HttpResponse:
    task = access.access_task(request.member, rule_task_id)
    context = {
        "task": task,
        "report": task.report,
        "back_to": parse_datetime(task.report.get("back_to", "")),
        "running": task.state in past.LIVE,
        "rule": Rule.objects.filter(pk=task.input.get("rule"), workspace=request.workspace, removed_at=None).first(),
    }
    return render(request, "listening/rules/rule_task.html", context)


@require_POST
@door("listening.write")
def rule_task_cancellation(request: Request, rule_task_id: int) -> HttpResponse:
    task = access.access_task(request.member, rule_task_id)
    LongTask.objects.filter(pk=task.pk, state__in=past.LIVE, cancel_asked_at=None).update(cancel_asked_at=clock.now())
    return redirect("rule_task", request.workspace.slug, task.pk)

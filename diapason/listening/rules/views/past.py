"""A rule asked of what was heard before it."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from diapason.listening.models import Rule
from diapason.listening.rules import access, past
from diapason.listening.rules.tasks import defer
from diapason.workspaces import longtasks
from diapason.workspaces.doors import Request, door


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
    stop = reverse("rule_task_cancellation", args=[request.workspace.slug, task.pk])
    context = {
        "task": task,
        "report": task.report,
        "back_to": parse_datetime(task.report.get("back_to", "")),
        "cancel": stop if request.member.can("listening.write") else "",
        "rule": Rule.objects.filter(pk=task.input.get("rule"), workspace=request.workspace, removed_at=None).first(),
    }
    return render(request, "listening/rules/rule_task.html", context)


@require_POST
@door("listening.write")
def rule_task_cancellation(request: Request, rule_task_id: int) -> HttpResponse:
    task = access.access_task(request.member, rule_task_id)
    longtasks.cancel(task)
    return redirect("rule_task", request.workspace.slug, task.pk)

"""The rules of a brand, and the form of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.listening import access as of_queries
from diapason.listening import marking, trying
from diapason.listening.models import Rule
from diapason.listening.rules import access, managing, past
from diapason.listening.rules.forms import RuleForm
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import LongTask

PREFILLED = ("name", "query", "text")  # by the address that leads here


@door("listening.view")
def rules(request: Request) -> HttpResponse:
    found = list(access.rules(request.member))
    tasks = LongTask.objects.filter(workspace=request.workspace, kind=past.KIND, state__in=LongTask.LIVE)
    running = {task.input["rule"]: task for task in tasks}
    rows = [(rule, running.get(rule.pk)) for rule in found]
    return render(request, "listening/rules/rules.html", {"rows": rows})


@door("listening.write")
def new_rule(request: Request) -> HttpResponse:
    form = RuleForm(request.member, request.POST or None, initial={name: request.GET.get(name, "") for name in PREFILLED})
    if request.method == "POST" and form.is_valid():
        rule = managing.add(request.member, form.save(commit=False))
        toast(request, _("“%(name)s” holds for what comes in from now on. It can be asked of what was heard before too.") % {"name": rule})
        return redirect("rules", request.workspace.slug)
    return page(request, form, None)


@door("listening.write")
def change_rule(request: Request, rule_id: int) -> HttpResponse:
    rule = access.access_rule(request.member, rule_id)
    form = RuleForm(request.member, request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        managing.change(request.member, form.save(commit=False))
        toast(request, _("Saved: it holds from now on."))
        return redirect("rules", request.workspace.slug)
    return page(request, form, rule)


def page(request: Request, form: RuleForm, rule: Rule | None) -> HttpResponse:
    trial = tried(request, str(form["text"].value() or ""), str(form["query"].value() or ""))
    context = {"form": form, "rule": rule, "labels": marking.labels(request.workspace), "trial": trial}
    return render(request, "listening/rules/rule_form.html", context, status=422 if form.errors else 200)


@require_POST
@door("listening.view")
def try_rule(request: Request) -> HttpResponse:
    """How many mentions it would have been about lately: a part of the form."""
    found = tried(request, request.POST.get("text", ""), request.POST.get("query", ""))
    return render(request, "listening/trial.html", {"trial": found})


def tried(request: Request, text: str, query: str) -> trying.Trial | None:
    known = of_queries.queries(request.member).filter(pk=whole(query) or 0).first()
    wording = known.shown_id if known else None
    return trying.trial(request.workspace, text.strip(), wording) if text.strip() or wording else None


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@door("listening.write")
def rule_pause(request: Request, rule_id: int) -> HttpResponse:
    rule = access.access_rule(request.member, rule_id)
    managing.pause(request.member, rule)
    toast(request, _("“%(name)s” is paused.") % {"name": rule}, undo=reverse("rule_activity", args=[request.workspace.slug, rule.pk]))
    return redirect("rules", request.workspace.slug)


@require_POST
@door("listening.write")
def rule_activity(request: Request, rule_id: int) -> HttpResponse:
    managing.resume(request.member, access.access_rule(request.member, rule_id))
    return redirect("rules", request.workspace.slug)


@require_POST
@door("listening.write")
def rule_position(request: Request, rule_id: int) -> HttpResponse:
    """`to`: `up` or `down`."""
    managing.move(request.member, access.access_rule(request.member, rule_id), up=request.POST.get("to") == "up")
    return redirect("rules", request.workspace.slug)


@require_POST
@door("listening.write")
def rule_removal(request: Request, rule_id: int) -> HttpResponse:
    rule = access.access_rule(request.member, rule_id)
    managing.remove(request.member, rule)
    undo = reverse("rule_restoration", args=[request.workspace.slug, rule.pk])
    toast(request, _("The rule “%(name)s” is removed. What it did stays.") % {"name": rule}, undo=undo)
    return redirect("rules", request.workspace.slug)


@require_POST
@door("listening.write")
def rule_restoration(request: Request, rule_id: int) -> HttpResponse:
    managing.restore(request.member, access.access_rule(request.member, rule_id))
    return redirect("rules", request.workspace.slug)

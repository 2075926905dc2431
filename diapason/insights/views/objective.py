"""One objective: its progress, its posts, what it brought; setting it, closing it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import charts
from diapason.core.toasts import toast
from diapason.editorial.access import posts
from diapason.insights import daily, networks, progress, suggesting, wording
from diapason.insights.models import DailyFigure, Outcome
from diapason.insights.progress import Progress
from diapason.strategy import access, kpis, services
from diapason.strategy.flags import Beside, flags
from diapason.strategy.forms import ObjectiveForm
from diapason.strategy.models import Objective
from diapason.workspaces import cutting
from diapason.workspaces.doors import Request, door
from diapason.workspaces.periods import Period

SHOWN = 10


@door("objective.view")
def objective(request: Request, objective_id: int) -> HttpResponse:
    found = access.access_objective(request.member, objective_id)
    others = access.objectives(request.member).filter(closed_at=None)
    today = request.workspace.today
    reached = progress.of(request.workspace, [found], today)[found.pk]
    start, end = Period(found.starts_on, found.due_on).bounds(request.workspace)
    best = Outcome.objects.filter(objective=found, published_at__gte=start, published_at__lt=end)
    best = best.order_by(F("engagement").desc(nulls_last=True), "-published_at")
    coming = posts(request.member).filter(objective=found).exclude(status__in=["published", "cancelled"])
    coming = coming.order_by(F("publish_at").asc(nulls_last=True), "id")
    context = {
        "objective": found,
        "progress": reached,
        "flags": flags(found, Beside(others), today),
        "charts": climbs(found, reached, today),
        "networks": networks.of_objective(found),
        "best": best.filter(pk__in=list(best.values_list("pk", flat=True)[:SHOWN])).select_related("post", "space"),
        "coming": coming.filter(pk__in=list(coming.values_list("pk", flat=True)[:SHOWN])),
    }
    return render(request, "insights/objective.html", context)


def climbs(found: Objective, rows: Iterable[Progress], today: date) -> list[charts.Chart]:
    """The indicators adding up through the objective's time, beside the straight way to their targets: those that add up.
    One query."""
    drawn = [row for row in rows if row.value.kpi.adds_up and row.value.kpi.per_post and row.value.value is not None]
    if not drawn:
        return []
    period = Period(found.starts_on, found.due_on)
    figures = DailyFigure.objects.filter(objective=found, day__range=(period.start, period.end))
    codes, unit = [row.value.kpi.code for row in drawn], next((row.value.unit for row in drawn if row.value.unit), "")
    gains = daily.many(figures, codes, unit, cutting.grain(period.days))
    return [climb(row, period, gains[row.value.kpi.code], today) for row in drawn]


def climb(row: Progress, period: Period, gains: dict[date, Decimal], today: date) -> charts.Chart:
    kpi, parts = row.value.kpi, cutting.buckets(period)
    steps = [row.target.value * ((part.end - period.start).days + 1) / period.days for part in parts]
    series = [
        charts.Series(str(kpi.name), add_up(parts, gains, today, cutting.grain(period.days))),
        charts.Series(_("On time"), [round(step) for step in steps], muted=True),
    ]
    heads, unit = cutting.heads(parts, period.days), row.value.unit if kpi.unit == "money" else ""
    first = cutting.first_head(period.days)
    return charts.Chart(str(kpi.name), heads, series, first=first, definition=kpi.formula, source=kpi.where, unit=unit)


def add_up(parts: Sequence[Period], gains: dict[date, Decimal], today: date, grain: cutting.Grain) -> list[Decimal | None]:
    """How far it had come at the end of each part; missing for those to come."""
    total, sums = Decimal(), []
    for part in parts:
        total += gains.get(cutting.first_of(part.start, grain), Decimal())
        sums.append(total if part.start <= today else None)
    return sums


@door("objective.write")
def new_objective(request: Request) -> HttpResponse:
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in Objective.Kind.values:
        return render(request, "insights/objective_kind.html", {"kinds": Objective.Kind.choices, "suggested": suggested_names()})
    today = request.workspace.today
    quarter = next_quarter(today)
    proposals = suggesting.targets(request.workspace, kind, today, quarter.days)
    draft = Objective(workspace=request.workspace, kind=kind, starts_on=quarter.start, due_on=quarter.end, owner=request.member.person)
    proposed = {each.kpi.code: each.target for each in proposals if each.target is not None}
    return edit(request, draft, proposals=proposals, targets=proposed)


@door("objective.write")
def change_objective(request: Request, objective_id: int) -> HttpResponse:
    found = access.access_objective(request.member, objective_id)
    proposals = suggesting.targets(request.workspace, found.kind, request.workspace.today)
    return edit(request, found, proposals=proposals, targets={target.kpi: target.value for target in found.targets.all()})


def edit(request: Request, found: Objective, *, proposals: list[suggesting.Suggestion], targets: dict[str, Decimal]) -> HttpResponse:
    first = [each.kpi for each in proposals]
    shown = first + [kpi for kpi in kpis.ALL if kpi not in first]
    form = ObjectiveForm(request.member, shown, request.POST or None, instance=found, targets=targets)
    if request.method == "POST" and form.is_valid():
        saved = services.save_objective(request.member, form.instance, form.targets)
        return redirect("objective", request.workspace.slug, saved.pk)
    last = {each.kpi.code: wording.say(each.last) for each in proposals if not each.last.missing}
    fields = [(form[f"kpi_{kpi.code}"], last.get(kpi.code, "")) for kpi in shown]
    context: dict[str, Any] = {"form": form, "objective": found, "first": fields[: len(first)], "others": fields[len(first) :]}
    return render(request, "insights/objective_form.html", context, status=422 if form.errors else 200)


def suggested_names() -> dict[str, str]:
    return {kind: ", ".join(str(kpi.name) for kpi in kpis.suggested(kind)) for kind in Objective.Kind.values}


def next_quarter(today: date) -> Period:
    """From today to the end of the quarter that is at least a month away."""
    end = today + timedelta(days=30)
    month = (end.month - 1) // 3 * 3 + 3
    last = date(end.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Period(today, last)


@door("objective.write")
@require_POST
def closure(request: Request, objective_id: int) -> HttpResponse:
    found = access.access_objective(request.member, objective_id)
    services.close(request.member, found)
    toast(
        request,
        _("The objective is closed. Its figures stay."),
        undo=reverse("objective_reopening", args=[request.workspace.slug, found.pk]),
    )
    return redirect("objective", request.workspace.slug, found.pk)


@door("objective.write")
@require_POST
def reopening(request: Request, objective_id: int) -> HttpResponse:
    found = access.access_objective(request.member, objective_id)
    services.reopen(request.member, found)
    return redirect("objective", request.workspace.slug, found.pk)

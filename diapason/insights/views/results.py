"""The dashboard: objectives first, then indicators, networks and posts of a period."""

from django.db.models import Max
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from diapason.insights import dashboard, files, posts_table, progress
from diapason.insights.networks import name_of
from diapason.strategy import access
from diapason.strategy.models import Objective
from diapason.territory.models import Space, Stream
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door

BEST = 5
GOALS = 8  # objectives shown with the results: the others are on their own screen
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("results.view")
def results(request: Request) -> HttpResponse:
    today = request.workspace.today
    period = choosing.chosen(request.GET, today)
    running = access.objectives(request.member).filter(closed_at=None, starts_on__lte=period.end, due_on__gte=period.start)
    nearest = list(running.order_by("due_on", "id")[: GOALS + 1])
    objectives = nearest[:GOALS]
    reached = progress.of(request.workspace, objectives, today)
    context = {
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "objectives": [(objective, reached[objective.pk]) for objective in objectives],
        "more_objectives": len(nearest) > GOALS,
        "results": dashboard.results(request.workspace, period),
        "read_at": Stream.objects.filter(space__workspace=request.workspace, name="metrics").aggregate(Max("read_at"))["read_at__max"],
    }
    return render(request, "insights/results.html", context)


@door("results.view")
def results_charts(request: Request) -> HttpResponse:
    """The charts of the period: a part of the results, read after them."""
    period = choosing.chosen(request.GET, request.workspace.today)
    return render(request, "insights/charts.html", {"charts": dashboard.over_time(request.workspace, period)})


@door("results.view")
def results_best(request: Request) -> HttpResponse:
    """The posts of the period that people reacted to most: a part of the results, read after them."""
    period = choosing.chosen(request.GET, request.workspace.today)
    found = posts_table.rows(request.workspace, period, posts_table.Filters())
    return render(request, "insights/best.html", {"best": posts_table.page(found, posts_table.DEFAULT, "", BEST).rows})


@door("results.view")
def results_posts(request: Request) -> HttpResponse:
    today = request.workspace.today
    period, chosen = choosing.chosen(request.GET, today), posts_table.filters(request.GET.dict())
    found = posts_table.rows(request.workspace, period, chosen)
    used = Space.objects.filter(workspace=request.workspace).order_by("network").values_list("network", flat=True).distinct()
    context = {
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "chosen": chosen,
        "page": posts_table.page(found, chosen.sort, request.GET.get("cursor", "")),
        "networks": [(slug, name_of(slug)) for slug in used],
        "objectives": Objective.objects.filter(workspace=request.workspace).order_by("name"),
    }
    return render(request, "insights/posts.html", context)


@door("results.view")
def results_export(request: Request, kind: str) -> HttpResponseBase:
    """Every post that the same filters show; `kind` is csv or xlsx."""
    period, chosen = choosing.chosen(request.GET, request.workspace.today), posts_table.filters(request.GET.dict())
    rows = posts_table.every(posts_table.rows(request.workspace, period, chosen))
    response: HttpResponseBase
    if kind == "xlsx":
        response = HttpResponse(files.as_xlsx(rows, request.workspace), content_type=XLSX)
    else:
        response = StreamingHttpResponse(files.as_csv(rows, request.workspace), content_type="text/csv; charset=utf-8")
    name = f"{request.workspace.slug}-{period.start}-{period.end}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

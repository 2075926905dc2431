"""Mentions and figures that leave as files."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import access, comparing, exporting, figures, tables
from diapason.listening.tasks import export_mentions
from diapason.workspaces import choosing, longtasks
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask


def access_export(member: Member, export_id: int) -> LongTask:
    """Raises Http404 for what is no export of this brand."""
    return longtasks.access_task(member, exporting.KIND, export_id)


@door("listening.view")
def exports(request: Request) -> HttpResponse:
    """GET: the latest. POST: a new one; `asked`: the filters of the screen of mentions; `kind`: csv, xlsx or parquet."""
    if request.method != "POST":
        return render(request, "listening/exports.html", {"exports": exporting.latest(request.workspace), "kept": exporting.KEPT.days})
    kind = request.POST.get("kind", "")
    if kind not in exporting.offered():
        raise Http404
    with transaction.atomic():
        task = exporting.ask(request.member, request.POST.get("asked", "").replace("\0", ""), kind)
        export_mentions.defer(task_id=task.pk)
    return redirect("export", request.workspace.slug, task.pk)


@door("listening.view")
def export(request: Request, export_id: int) -> HttpResponse:
    task = access_export(request.member, export_id)
    context = {
        "task": task,
        "cancel": reverse("export_cancellation", args=[request.workspace.slug, task.pk]),
        "until": task.finished_at + exporting.KEPT if task.finished_at else None,
    }
    return render(request, "listening/export.html", context)


@door("listening.view")
def export_file(request: Request, export_id: int) -> HttpResponseBase:
    task = access_export(request.member, export_id)
    try:
        file = default_storage.open(task.report["file"], "rb")
    except (KeyError, OSError):
        toast(request, _("This file is no longer kept. Ask for it again."), tone="bad")
        return redirect("export", request.workspace.slug, task.pk)
    kind = exporting.KINDS[task.input["kind"]]
    response = FileResponse(file, as_attachment=True, filename=task.report["name"], content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door("listening.view")
def export_cancellation(request: Request, export_id: int) -> HttpResponse:
    task = access_export(request.member, export_id)
    longtasks.cancel(task)
    return redirect("export", request.workspace.slug, task.pk)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@door("listening.view")
def figures_export(request: Request, query_id: int) -> HttpResponseBase:
    """Those of a query in a period: `figure` as CSV, or all of them as a workbook; with `kind=parquet`, in Parquet."""
    found = access.access_query(request.member, query_id)
    period = choosing.chosen(request.GET, request.workspace.today)
    name, asked = (request.workspace.slug, found.name), request.GET.get("figure", "")
    if asked and asked not in tables.OF_QUERY:
        raise Http404
    codes = [asked] if asked else list(tables.OF_QUERY)
    made = [(code, tables.OF_QUERY[code][1](found, period)) for code in codes]
    return leaving(request, made, (*name, asked, period.start, period.end), alone=bool(asked))


@door("listening.view")
def overview_export(request: Request) -> HttpResponseBase:
    """The comparison of queries: as CSV (`figure=queries`), or with their days as a workbook; with `kind=parquet`, in Parquet."""
    period = choosing.chosen(request.GET, request.workspace.today)
    rows = figures.heard(list(access.queries(request.member)), period, comparing.against(request.GET, period))
    made, alone = [("queries", tables.queries(rows))], bool(request.GET.get("figure"))
    if not alone:
        drawn = figures.volume(rows, period, request.workspace.today, lambda part: "")
        made.append(("volume", tables.of_chart(drawn, period)))
    return leaving(request, made, (request.workspace.slug, _("listening"), period.start, period.end), alone=alone)


def leaving(request: Request, made: list[tuple[str, tables.Table]], name: tuple[object, ...], *, alone: bool) -> HttpResponseBase:
    """One figure, or several together. Raises Http404 for Parquet where it is not installed."""
    if request.GET.get("kind") == "parquet":
        if "parquet" not in exporting.offered():
            raise Http404
        if alone:
            return attached(tables.as_parquet(made[0][1]), exporting.KINDS["parquet"], tables.file_name(*name, kind="parquet"))
        return attached(tables.as_parquets(made), "application/zip", tables.file_name(*name, "parquet", kind="zip"))
    if alone:
        return attached(tables.as_csv(made[0][1]), exporting.KINDS["csv"], tables.file_name(*name, kind="csv"))
    workbook = tables.as_xlsx([table for _code, table in made])
    return attached(workbook, exporting.KINDS["xlsx"], tables.file_name(*name, kind="xlsx"))


def attached(content: bytes | Iterator[str], kind: str, name: str) -> HttpResponseBase:
    whole = isinstance(content, bytes)
    response: HttpResponseBase = HttpResponse(content, content_type=kind) if whole else StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

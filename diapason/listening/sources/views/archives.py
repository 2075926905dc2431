"""Taking an archive in: the file, what its columns are, its import, and what was refused."""

from datetime import date
from typing import Any, cast

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import parquet
from diapason.core.csv_cells import lines, safe
from diapason.editorial.exchange.tables import Unreadable
from diapason.listening import filtering, labels
from diapason.listening.mentions import Mention
from diapason.listening.sources.archives import columns, files, importing, rows
from diapason.listening.sources.archives.tasks import defer
from diapason.media import handlers
from diapason.media.refusals import Refused
from diapason.workspaces import longtasks
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import LongTask

State = LongTask.State
KINDS = {kind: labels.KINDS[kind] for kind in rows.KINDS}


def access_archive(request: Request, archive_id: int) -> LongTask:
    """Raises Http404 for what is not an archive of this brand."""
    return longtasks.access_task(request.member, importing.KIND, archive_id)


def upload_page(request: Request, error: str = "", status: int = 422) -> HttpResponse:
    latest = LongTask.objects.filter(workspace=request.workspace, kind=importing.KIND).select_related("person").order_by("-id")[:10]
    context = {"error": error, "archives": latest, "columns": columns.COLUMNS, "limit": handlers.limit() // 1_000_000}
    context["parquet"] = parquet.available()
    return render(request, "listening/sources/archives.html", context, status=status if error else 200)


def too_large() -> str:
    most = handlers.limit() // 1_000_000
    return _("This file is larger than %(size)s MB. Split it, and send its parts one after the other.") % {"size": most}


@handlers.upload_form("listening.write", upload_page, too_large)
def archives(request: Request) -> HttpResponse:
    """GET: the form and the latest archives. POST `file`: kept when it can be read, then its columns."""
    if request.method != "POST":
        return upload_page(request)
    file = request.FILES.get("file")
    if file is None:
        return upload_page(request, _("Choose a file first."))
    try:
        task = importing.begin(request.member, file.name or "archive", cast(Any, file.file))
    except (Unreadable, Refused) as error:
        return upload_page(request, str(error))
    return redirect("archive", request.workspace.slug, task.pk)


@door("listening.write")
def archive(request: Request, archive_id: int) -> HttpResponse:
    """GET: where the import stands. POST, before it begins: `column` (one for each header), `dates`, `day`, `kind`, `language`,
    `country`, `encoding`, `separator`, and `act`: `preview` or `import`."""
    task = access_archive(request, archive_id)
    waits = task.state == State.WAITING and not task.input.get("queued")
    if request.method == "POST" and waits:
        return choose(request, task)
    if waits:
        return mapping_page(request, task)
    return render(request, "listening/sources/archive_task.html", report(task))


def choose(request: Request, task: LongTask) -> HttpResponse:
    given, shape = request.POST, task.input["shape"]
    encoding, mark = given.get("encoding", shape["encoding"]), given.get("separator", shape["delimiter"])
    try:
        if shape["encoding"] and (encoding, mark) != (shape["encoding"], shape["delimiter"]):
            importing.look_again(task, request.member, encoding=encoding, mark=mark)
        else:
            task.input["mapping"] = columns.chosen(given.getlist("column"), len(shape["headers"]))
            task.input["day_first"] = given.get("dates") != "month"
    except Unreadable as error:
        return mapping_page(request, task, str(error))
    task.input["day"] = day_of(given.get("day", ""), request.workspace.today)
    task.input["kind"] = given["kind"] if given.get("kind") in KINDS else "post"
    task.input |= {"language": rows.code(given.get("language", "")).lower(), "country": rows.code(given.get("country", "")).upper()}
    task.save(update_fields=["input"])
    if given.get("act") != "import":
        return mapping_page(request, task)
    if missing := lacking(task):
        return mapping_page(request, task, missing)
    with transaction.atomic():
        importing.queue(request.member, task)
        defer(task.pk)
    return redirect("archive", request.workspace.slug, task.pk)


def lacking(task: LongTask) -> str:
    """What cannot be imported without; empty when nothing lacks."""
    mapping = set(task.input["mapping"])
    if not {"text", "title"} & mapping:
        return _("Say which column holds the text, or the title.")
    if "date" not in mapping and not task.input.get("day"):
        return _("Say which column holds the date, or on which day all of it was said: without it, no chart could place what was said.")
    return ""


def day_of(text: str, today: date) -> str:
    """As it was given; empty for what is no day, and for one that is to come."""
    try:
        return text if date.fromisoformat(text) <= today else ""
    except ValueError:
        return ""


def mapping_page(request: Request, task: LongTask, error: str = "") -> HttpResponse:
    try:
        first = importing.preview(task)
    except Unreadable as gone:
        return upload_page(request, str(gone))
    shape = task.input["shape"]
    context = {
        "task": task,
        "many": max((task.total or 0) - shape["line"], 0),  # beside the headers
        "error": error,
        "headers": list(zip(shape["headers"], task.input["mapping"], strict=False)),
        "columns": columns.COLUMNS,
        "shape": shape,
        "encodings": files.ENCODINGS.items(),
        "separators": files.DELIMITERS.items(),
        "kinds": KINDS.items(),
        "today": task.workspace.today,
        "lines": [shown(record.line, found) for record, found in first],
    }
    return render(request, "listening/sources/archive_columns.html", context, status=422 if error else 200)


def shown(line: int, found: Mention | rows.Refused) -> dict[str, Any]:
    if isinstance(found, rows.Refused):
        return {"line": line, "reason": rows.sentence(found.code, found.value)}
    return {"line": line, "mention": found}


def report(task: LongTask) -> dict[str, Any]:
    found = task.report
    problems = [{"line": line, "reason": rows.sentence(code, value)} for line, code, value in found.get("problems", [])[:200]]
    return {
        "task": task,
        "report": found,
        "cancel": reverse("archive_cancellation", args=[task.workspace.slug, task.pk]),
        "problems": problems,
        "can_resume": task.state == State.FAILED,
        "mentions": filtering.all_of(task.workspace, source=str(task.input["source"])) if task.input.get("source") else "",
    }


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@door("listening.write")
def archive_resumption(request: Request, archive_id: int) -> HttpResponse:
    """`POST …/resumption/`: an import that failed goes on from its place."""
    task = access_archive(request, archive_id)
    if task.state == State.FAILED:
        with transaction.atomic():
            importing.queue(request.member, task)
            defer(task.pk)
    return redirect("archive", request.workspace.slug, task.pk)


@require_POST
@door("listening.write")
def archive_cancellation(request: Request, archive_id: int) -> HttpResponse:
    task = access_archive(request, archive_id)
    longtasks.cancel(task)
    return redirect("archive", request.workspace.slug, task.pk)


@door("listening.write")
def archive_refusals(request: Request, archive_id: int) -> HttpResponse:
    """The refused lines as CSV: line, reason."""
    task = access_archive(request, archive_id)
    table = [[_("Line"), _("Reason")]]
    table += [[str(line), safe(rows.sentence(code, value))] for line, code, value in task.report.get("problems", [])]
    response = HttpResponse("".join(lines(table)), content_type="text/csv; charset=utf-8")
    name = _("refused-lines")
    response["Content-Disposition"] = f'attachment; filename="{name}-{task.pk}.csv"'
    return response

"""Bringing a calendar in: the file, its columns, its check, and what was refused."""

import csv
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.csv_cells import safe
from diapason.core.toasts import toast
from diapason.editorial.exchange import importing, tables
from diapason.editorial.exchange.columns import COLUMNS
from diapason.editorial.exchange.tasks import import_file
from diapason.editorial.models import Post
from diapason.media import handlers
from diapason.media.refusals import Refused
from diapason.networks.base.marks import mark
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces import longtasks
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import LongTask, Person

State = LongTask.State


def access_import(request: Request, import_id: int) -> LongTask:
    """Raises Http404 for what is not an import of this brand."""
    return longtasks.access_task(request.member, importing.KIND, import_id)


def upload_page(request: Request, error: str = "", status: int = 422) -> HttpResponse:
    latest = LongTask.objects.filter(workspace=request.workspace, kind=importing.KIND).select_related("person").order_by("-id")[:10]
    context = {"error": error, "imports": latest, "columns": COLUMNS}
    return render(request, "editorial/calendar/import.html", context, status=status if error else 200)


@handlers.upload_form(
    "post.import",
    upload_page,
    lambda: str(tables.too_heavy()),
    lambda: tables.MOST_BYTES,
)
def calendar_import(request: Request) -> HttpResponse:
    """GET: the form and the latest imports. POST `file`: kept when it can be read, then its columns."""
    if request.method != "POST":
        return upload_page(request)
    file = request.FILES.get("file")
    if file is None:
        return upload_page(request, _("Choose a file first."))
    try:
        with transaction.atomic():
            task = importing.begin(request.member, file.name or "calendar", file.read())
    except (tables.Unreadable, Refused) as error:
        return upload_page(request, str(error))
    return redirect("calendar_import_task", request.workspace.slug, task.pk)


@door("post.import")
def calendar_import_task(request: Request, import_id: int) -> HttpResponse:
    """GET: where the import stands. POST `column` (one for each header), `lenient` and `act`: `preview` or `import`."""
    task = access_import(request, import_id)
    if request.method == "POST" and task.state == State.WAITING and task.started_at is None:
        return choose(request, task)
    if task.state == State.WAITING and not task.input.get("queued"):
        return mapping_page(request, task)
    return render(request, "editorial/calendar/import_task.html", report(task))


def choose(request: Request, task: LongTask) -> HttpResponse:
    chosen = importing.mapping(task, request.POST.getlist("column"))
    task.input |= {"mapping": chosen, "lenient": bool(request.POST.get("lenient"))}
    if request.POST.get("act") != "import":
        task.save(update_fields=["input"])
        return mapping_page(request, task)
    if not {"title", "text"} & set(chosen):
        return mapping_page(request, task, _("Say which column holds the title, or the text: a post needs one of them."))
    queue(task)
    return redirect("calendar_import_task", request.workspace.slug, task.pk)


@transaction.atomic
def queue(task: LongTask) -> None:
    task.input |= {"queued": clock.now().isoformat(), "starts": 0}
    task.state, task.cancel_asked_at = State.WAITING, None
    task.save(update_fields=["input", "state", "cancel_asked_at"])
    import_file.defer(task_id=task.pk)


def mapping_page(request: Request, task: LongTask, error: str = "") -> HttpResponse:
    try:
        drafts = importing.preview(task, request.member)
    except (tables.Unreadable, OSError):
        return upload_page(request, _("The file is no longer here. Send it again."))
    names, shown = Shown(request), [column for column in COLUMNS if column.key in {*task.input["mapping"], "title"}]
    context = {
        "task": task,
        "error": error,
        "headers": list(zip(task.input["headers"], task.input["mapping"], strict=False)),
        "columns": COLUMNS,
        "shown": shown,
        "rows": [(draft, [names.value(draft, column.key) for column in shown]) for draft in drafts],
        "lenient": task.input.get("lenient"),
    }
    return render(request, "editorial/calendar/import_columns.html", context, status=422 if error else 200)


class Shown:
    """The values of a draft in words, as they will be read."""

    def __init__(self, request: Request) -> None:
        self.zone = request.workspace.tz
        brand = {"workspace": request.workspace}
        models: dict[str, Any] = {"objective": Objective, "persona": Persona, "campaign": Campaign}
        self.rows = {kind: dict(model.objects.filter(**brand).values_list("pk", "name")) for kind, model in models.items()}
        people = Person.objects.filter(memberships__workspace=request.workspace)
        self.rows["assignee"] = {each.pk: str(each) for each in people}

    def value(self, draft: Any, key: str) -> Any:
        if key == "networks":
            return ", ".join(mark(slug).name for slug in draft.chosen)
        if key in self.rows:
            return self.rows[key].get(draft.values.get(f"{key}_id"), "")
        found = draft.values.get(key, "")
        if key in {"publish_at", "writing_due", "approval_due"}:
            return found.astimezone(self.zone) if found else ""
        labels: dict[str, dict[str, Any]] = {"status": dict(Post.Status.choices), "content_type": dict(Post.ContentType.choices)}
        return labels[key].get(found, "") if key in labels else found


def report(task: LongTask) -> dict[str, Any]:
    found = task.report
    return {
        "task": task,
        "report": found,
        "cancel": reverse("calendar_import_cancel", args=[task.workspace.slug, task.pk]),
        "problems": [{"line": line, "column": column, "reason": reason} for line, column, reason in found.get("problems", [])[:200]],
        "can_import_good": task.state == State.DONE and bool(found.get("good")),
        "can_restart": task.state == State.FAILED and bool(task.input.get("queued")),
        "can_undo": task.state == State.DONE and bool(found.get("imported")) and not found.get("undone"),
    }


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@door("post.import")
def calendar_import_good(request: Request, import_id: int) -> HttpResponse:
    """`POST …/good-lines/`: imports the lines that were not refused."""
    task = access_import(request, import_id)
    if report(task)["can_import_good"]:
        task.input |= {"good_only": True}
        queue(task)
    return redirect("calendar_import_task", request.workspace.slug, task.pk)


@require_POST
@door("post.import")
def calendar_import_again(request: Request, import_id: int) -> HttpResponse:
    """`POST …/resumption/`: runs an import that failed once more, with the same file and columns."""
    task = access_import(request, import_id)
    if report(task)["can_restart"]:
        task.report, task.started_at, task.finished_at = {}, None, None
        task.save(update_fields=["report", "started_at", "finished_at"])
        queue(task)
    return redirect("calendar_import_task", request.workspace.slug, task.pk)


@require_POST
@door("post.import")
def calendar_import_cancel(request: Request, import_id: int) -> HttpResponse:
    task = access_import(request, import_id)
    longtasks.cancel(task)
    return redirect("calendar_import_task", request.workspace.slug, task.pk)


@require_POST
@door("post.import")
def calendar_import_undo(request: Request, import_id: int) -> HttpResponse:
    removed, kept = importing.undo(access_import(request, import_id), request.member)
    text = ngettext("%(count)d imported post was taken out.", "%(count)d imported posts were taken out.", removed) % {"count": removed}
    if kept:
        text += " " + ngettext("%(count)d was changed since, and stays.", "%(count)d were changed since, and stay.", kept) % {"count": kept}
    toast(request, text)
    return redirect("calendar_import_task", request.workspace.slug, import_id)


@door("post.import")
def calendar_import_refusals(request: Request, import_id: int) -> HttpResponse:
    """The refused lines as CSV: line, column, reason."""
    task = access_import(request, import_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = _("refused-lines")
    response["Content-Disposition"] = f'attachment; filename="{name}-{task.pk}.csv"'
    writer = csv.writer(response, delimiter=";")
    for line in importing.problems_as_csv(task):
        writer.writerow([safe(cell) for cell in line])
    return response

"""Lists of feeds in and out (OPML)."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.listening.models import Source
from diapason.listening.sources import access, managing, opml
from diapason.media import handlers
from diapason.workspaces import longtasks
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import LongTask

KIND = "listening.opml"
MOST_SHOWN = 500


def upload_page(request: Request, error: str = "", status: int = 422) -> HttpResponse:
    return render(request, "listening/sources/opml.html", {"error": error}, status=status if error else 200)


def too_large() -> str:
    return _("This file is larger than 5 MB, which no list of feeds is.")


@handlers.upload_form("listening.write", upload_page, too_large, lambda: opml.MOST_BYTES)
def source_list(request: Request) -> HttpResponse:
    """POST `file`: its feeds are added, and what was not is said with the reason."""
    if request.method != "POST":
        return upload_page(request)
    file = request.FILES.get("file")
    if file is None:
        return upload_page(request, _("Choose a file first."))
    try:
        report = take_in(request, file.name or "OPML", file.read())
    except opml.Unreadable as error:
        return upload_page(request, str(error))
    return redirect("source_list_report", request.workspace.slug, report.pk)


@transaction.atomic
def take_in(request: Request, name: str, content: bytes) -> LongTask:
    report = opml.take_in(request.member, opml.read(content))
    now = clock.now()
    return LongTask.objects.create(
        workspace=request.workspace,
        person=request.member.person,
        kind=KIND,
        title=name.replace("\0", "")[:200],
        state=LongTask.State.DONE,
        started_at=now,
        finished_at=now,
        report=as_json(report),
    )


def as_json(report: opml.Report) -> dict[str, Any]:
    return {
        "added": [source.pk for source in report.added],
        "known": report.known[:MOST_SHOWN],
        "known_count": len(report.known),
        "refused": [[each.name, each.address, each.reason] for each in report.refused[:MOST_SHOWN]],
        "refused_count": len(report.refused),
    }


def access_list(request: Request, list_id: int) -> LongTask:
    """Raises Http404 for what is no list of this brand."""
    return longtasks.access_task(request.member, KIND, list_id)


@door("listening.write")
def source_list_report(request: Request, list_id: int) -> HttpResponse:
    task = access_list(request, list_id)
    context = {"task": task, "report": task.report, "left": mine(request, task).count()}
    return render(request, "listening/sources/opml_report.html", context)


def mine(request: Request, task: LongTask) -> Any:
    """The sources that came with the file and are still there."""
    return access.sources(request.member).filter(pk__in=task.report.get("added", []))


@require_POST
@door("listening.write")
def source_list_withdrawal(request: Request, list_id: int) -> HttpResponse:
    """`POST …/withdrawal/`: takes out the sources that came with the file."""
    found = list(mine(request, access_list(request, list_id)))
    with transaction.atomic():
        for each in found:
            managing.remove(request.member, each)
    text = ngettext("%(count)d source was taken out.", "%(count)d sources were taken out.", len(found)) % {"count": len(found)}
    toast(request, text)
    return redirect("source_list_report", request.workspace.slug, list_id)


@door("listening.view")
def sources_opml(request: Request) -> HttpResponse:
    feeds = access.sources(request.member).filter(kind=Source.Kind.FEED)
    name = _("sources")
    response = HttpResponse(opml.write(request.workspace.name, feeds), content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{request.workspace.slug}.opml"'
    return response

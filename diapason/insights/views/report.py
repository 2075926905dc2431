"""One report: as a page, a PDF, a spreadsheet; for the team and, through their link, for clients."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from diapason.insights import access
from diapason.insights.models import Report
from diapason.insights.reports import document, pdf, sheet
from diapason.insights.views.results import XLSX
from diapason.workspaces.doors import Request, door
from diapason.workspaces.guests import guest_member


@door("results.view")
def report(request: Request, report_id: int) -> HttpResponse:
    found = access.access_report(request.member, report_id)
    return render(request, "insights/report.html", {"document": document.of(found)})


@door("results.view")
def report_file(request: Request, report_id: int, kind: str) -> HttpResponse:
    return as_file(access.access_report(request.member, report_id), kind)


@require_safe
def guest_report(request: HttpRequest, token: str, report_id: int) -> HttpResponse:
    """A client comes through their link: no account, their own language, nothing else of the brand."""
    member = guest_member(token)
    found = access.access_report(member, report_id)
    with translation.override(member.guest.language if member.guest else None), timezone.override(member.workspace.tz):
        return private(render(request, "insights/guest_report.html", {"document": document.of(found), "token": token}))


@require_safe
def guest_report_file(request: HttpRequest, token: str, report_id: int, kind: str) -> HttpResponse:
    member = guest_member(token)
    with translation.override(member.guest.language if member.guest else None):
        return private(as_file(access.access_report(member, report_id), kind))


def private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: it must not leak to another site, nor to a search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def as_file(found: Report, kind: str) -> HttpResponse:
    made = document.of(found)
    if kind == "pdf":
        response = HttpResponse(pdf.make(made), content_type="application/pdf")
    elif kind == "xlsx":
        response = HttpResponse(sheet.make(made), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{found.workspace.slug}-{found.start}-{found.end}.{kind}"'
    return response

"""Reports: those that were made, those that are sent by themselves."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import keyset
from diapason.core.toasts import toast
from diapason.insights import access
from diapason.insights.forms import ReportForm, ScheduleForm
from diapason.insights.models import ReportSchedule
from diapason.insights.reports import making
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door
from diapason.workspaces.periods import Period, month_of, week_of

ORDER = ["-id"]
SIZE = 30


@door("results.view")
def reports(request: Request) -> HttpResponse:
    found = access.reports(request.member)
    page = keyset.page_or_first(found, ORDER, cursor=request.GET.get("cursor", ""), size=SIZE)
    rows = [(report, Period(report.start, report.end)) for report in page.rows]
    return render(request, "insights/reports.html", {"page": page, "rows": rows, "schedules": access.schedules(request.member)})


@door("report.write")
def new_report(request: Request) -> HttpResponse:
    today = request.workspace.today
    month, week = month_of(today).previous, week_of(today - timedelta(days=7))
    period = choosing.chosen(request.GET, today) if "from" in request.GET else month
    form = ReportForm(request.POST or None, initial={"start": period.start, "end": period.end})
    if request.method == "POST" and form.is_valid():
        report = making.make(request.member, form.period, form.cleaned_data["note"])
        return redirect("report", request.workspace.slug, report.pk)
    context = {
        "form": form,
        "usual": [(_("Last week"), week), (_("Last month"), month), (_("This month"), Period(month_of(today).start, today))],
    }
    return render(request, "insights/report_form.html", context, status=422 if form.errors else 200)


@door("report.write")
def new_schedule(request: Request) -> HttpResponse:
    form = ScheduleForm(request.member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        making.plan(request.member, data["rhythm"], data["people"], data["guests"])
        toast(request, _("The report will leave by itself."))
        return redirect("reports", request.workspace.slug)
    return render(request, "insights/schedule_form.html", {"form": form}, status=422 if form.errors else 200)


@door("report.write")
@require_POST
def schedule_stop(request: Request, schedule_id: int) -> HttpResponse:
    found = access.access_schedule(request.member, schedule_id)
    making.stop(request.member, found)
    toast(request, _("This report is no longer sent."), undo=reverse("report_schedule_resume", args=[request.workspace.slug, found.pk]))
    return redirect("reports", request.workspace.slug)


@door("report.write")
@require_POST
def schedule_resume(request: Request, schedule_id: int) -> HttpResponse:
    for found in ReportSchedule.objects.filter(workspace=request.workspace, pk=schedule_id):
        making.resume(request.member, found)
    return redirect("reports", request.workspace.slug)

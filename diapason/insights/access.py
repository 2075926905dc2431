"""The doors to reports."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from diapason.insights.models import Report, ReportSchedule
from diapason.workspaces.members import Member


def reports(member: Member) -> QuerySet[Report]:
    return Report.objects.filter(workspace=member.workspace).select_related("workspace", "made_by", "schedule").defer("facts")


def access_report(member: Member, report_id: int) -> Report:
    """Raises Http404 for a report of another brand."""
    return get_object_or_404(Report.objects.filter(workspace=member.workspace).select_related("workspace", "made_by"), pk=report_id)


def schedules(member: Member) -> QuerySet[ReportSchedule]:
    return ReportSchedule.objects.filter(workspace=member.workspace, stopped_at=None).prefetch_related("people", "guests").order_by("id")


def access_schedule(member: Member, schedule_id: int) -> ReportSchedule:
    """Raises Http404 for a schedule of another brand, or one that was stopped."""
    return get_object_or_404(schedules(member), pk=schedule_id)

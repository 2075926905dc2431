"""Reports: the facts of a period, frozen when it was made, and the rhythm at which some are sent (R6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import GuestLink, Person, Workspace


class ReportSchedule(models.Model):
    """A report sent by itself once its period is over: to people of the team, and to clients through their links."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every Monday, for the week before")
        MONTHLY = "monthly", _("On the first of the month, for the month before")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="report_schedules")
    rhythm = models.CharField(_("Rhythm"), max_length=8, choices=Rhythm, default=Rhythm.MONTHLY)
    people = models.ManyToManyField(Person, verbose_name=_("People of the team"), blank=True, related_name="+")
    guests = models.ManyToManyField(GuestLink, verbose_name=_("Clients"), blank=True, related_name="+")
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.get_rhythm_display())


class Report(models.Model):
    """`facts` are figures only (`insights.reports.facts`): every reader gets them in words of their own language."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="reports")
    start = models.DateField(_("From"))
    end = models.DateField(_("Until"))
    note = models.TextField(_("A word to the readers"), blank=True)
    facts = models.JSONField()
    schedule = models.ForeignKey(ReportSchedule, models.SET_NULL, null=True, blank=True, related_name="reports")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="report_latest")]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "start"], condition=Q(schedule__isnull=False), name="one_report_per_period"),
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="report_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d} – {self.end:%Y-%m-%d}"


class Sending(models.Model):
    """That a report was handed to the mail: once for each recipient, whatever happens to the worker."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sendings")
    email = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "email"], name="one_sending_per_recipient")]

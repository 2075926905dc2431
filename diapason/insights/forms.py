"""What people type about reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.insights.models import Report, ReportSchedule
from diapason.strategy.forms import Day
from diapason.workspaces.members import Member
from diapason.workspaces.models import GuestLink, Person
from diapason.workspaces.periods import Period

LONGEST = 3660  # days


class ReportForm(forms.ModelForm[Report]):
    class Meta:
        model = Report
        fields = ["start", "end", "note"]
        widgets = {"start": Day(), "end": Day(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("It stands at the head of the report, in your own words.")}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day comes before the first."))
        elif start and end and (end - start).days > LONGEST:
            self.add_error("end", _("A report covers ten years at most."))
        elif start and start > clock.now().date():
            self.add_error("start", _("This period has not begun."))
        return data

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])


class ScheduleForm(forms.ModelForm[ReportSchedule]):
    class Meta:
        model = ReportSchedule
        fields = ["rhythm", "people", "guests"]
        widgets = {"people": forms.CheckboxSelectMultiple(), "guests": forms.CheckboxSelectMultiple()}
        help_texts = {"guests": _("Clients with an e-mail and a link that still works. They need no account.")}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Person.objects.filter(memberships__workspace=member.workspace, is_active=True)
        self.fields["people"].queryset = team.order_by("name", "id")  # type: ignore[attr-defined]
        valid = GuestLink.objects.filter(workspace=member.workspace, revoked_at=None, expires_at__gt=clock.now()).exclude(email="")
        self.fields["guests"].queryset = valid.order_by("name", "id")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("people") and not data.get("guests"):
            self.add_error("people", _("Choose at least one reader."))
        return data

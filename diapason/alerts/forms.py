"""What people choose about alerts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.alerts.models import Duty, Watch
from diapason.workspaces import notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Watch
        fields = ["sensitivity", "people"]
        widgets = {"sensitivity": forms.RadioSelect, "people": forms.CheckboxSelectMultiple}
        help_texts = {"people": _("Nobody chosen: all who may answer for alerts.")}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [person.pk for person in notices.holders(member.workspace, "alert.view")]
        self.fields["people"].queryset = Person.objects.filter(pk__in=may).order_by("name", "id")  # type: ignore[attr-defined]


class DutyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Duty
        fields = ["begins", "ends", "weekends", "patience"]
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("begins", "ends")}

"""Within how long the brand answers, and when."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from diapason.core.toasts import toast
from diapason.inbox import goals
from diapason.inbox.models import AnswerGoal
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


def weekdays() -> list[tuple[int, str]]:
    return [(number + 1, capfirst(name)) for number, name in WEEKDAYS.items()]


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    days = forms.TypedMultipleChoiceField(label=_("Days"), coerce=int, choices=weekdays, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = AnswerGoal
        fields = ["minutes", "days", "opens", "closes"]
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("opens", "closes")}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        opens, closes = values.get("opens"), values.get("closes")
        if bool(opens) != bool(closes):
            self.add_error("closes", _("Give both hours, or neither for the whole day."))
        elif opens and closes and closes <= opens:
            self.add_error("closes", _("The day must end after it begins."))
        return values


@door("settings.write")
def goal(request: Request) -> HttpResponse:
    """`GET` shows it, `POST` changes it: the inbox and the results count with it from then on."""
    row = goals.row_of(request.workspace)
    form = GoalForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        events.record(request.member, "answer_goal.changed", kept, minutes=kept.minutes, days=kept.days)
        toast(request, _("The answer time was saved."))
        return redirect("inbox", request.workspace.slug)
    return render(request, "inbox/goal.html", {"form": form}, status=422 if form.is_bound else 200)

"""Every component in every state, for those who build screens; served while debugging and in tests only."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.networks.base import registry
from diapason.workspaces.models import LongTask


class Example(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("What the calendar shows."), max_length=80)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("Tutorial")), ("b", _("Question"))])
    tone = forms.ChoiceField(label=_("Tone"), choices=[("a", _("Warm")), ("b", _("Plain"))], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label=_("Days"), choices=[("1", _("Monday")), ("2", _("Tuesday"))], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label=_("I have read the charter"))
    when = forms.DateTimeField(label=_("Date"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), required=False)


def task(state: str, done: int, total: int | None) -> LongTask:
    return LongTask(pk=1, kind="import", title="Import", state=state, done=done, total=total)


def styleguide(request: HttpRequest) -> HttpResponse:
    if request.GET.get("toast"):
        toast(request, _("The post was moved to Tuesday."), undo="/health/")
    now = clock.now()
    context = {
        "form": Example(initial={"title": "Trois gestes pour garder la lumière"}),
        "refused": Example({"title": "", "days": []}),
        "networks": list(registry.networks()),
        "now": now,
        "before": now - timedelta(hours=2, minutes=14),
        "after": now + timedelta(days=3),
        "values": [3, 4, 3, 5, None, 6, 9, 14, 18],
        "people": ["Camille Laurent", "Yanis B.", "Salomé N.", "Hélène", "Olga"],
        "tasks": [task("running", 340, 1200), task("waiting", 0, None), task("done", 1200, 1200), task("failed", 12, 1200)],
        "states": ["draft", "in_review", "approved", "planned", "published", "unknown", "needs_person"],
        "labels": [_("File"), _("Columns"), _("Check"), _("Done")],
        "rows": [
            SimpleNamespace(title="Atelier de Lyon", clicks=1240, reach=None),
            SimpleNamespace(title="Lampe Aube", clicks=12, reach=98012),
        ],
    }
    return render(request, "web/styleguide.html", context)

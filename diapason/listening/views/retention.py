"""How long what was said is kept."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from diapason.core.toasts import toast
from diapason.listening import retaining
from diapason.workspaces.doors import Request, door
from diapason.workspaces.periods import day_name

SENTENCE = ngettext_lazy("%(count)d month", "%(count)d months", "count")


class RetentionForm(forms.Form):
    months = forms.TypedChoiceField(
        label=gettext_lazy("Mentions are kept"),
        choices=[
            ("", gettext_lazy("For as long as the brand is here")),
            *((months, SENTENCE % {"count": months}) for months in retaining.CHOICES),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )


@door("settings.write")
def retention(request: Request) -> HttpResponse:
    held = retaining.of(request.workspace)
    form = RetentionForm(request.POST or None, initial={"months": held.months or ""})
    if request.method == "POST" and form.is_valid():
        held = retaining.choose(request.member, form.cleaned_data["months"])
        toast(request, said(request, held.months))
        return redirect("retention", request.workspace.slug)
    context = {"form": form, "held": held, "first": held.months and retaining.first_day(request.workspace.today, held.months)}
    return render(request, "listening/retention.html", context, status=422 if form.is_bound else 200)


def said(request: Request, months: int | None) -> str:
    if not months:
        return _("Nothing is forgotten by itself any more.")
    day = day_name(retaining.first_day(request.workspace.today, months), "j F Y")
    return _("Next night, what was said before %(day)s is forgotten. Until then you can change this back.") % {"day": day}

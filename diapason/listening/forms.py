"""What people type about queries."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Care, Query
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.parser import MOST_LETTERS, parse
from diapason.workspaces.members import Member


class QueryForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As charts will say it: short."))
    purpose = forms.ChoiceField(label=_("What it is about"), choices=Query.Purpose.choices)
    text = forms.CharField(
        label=_("Query"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, member: Member, query: Query | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            "hx-post": reverse("try_query", args=[member.workspace.slug]),
            "hx-trigger": "input changed delay:350ms, query:written delay:350ms",
        }
        self.fields["text"].widget.attrs |= {**asked, "hx-target": "#trial", "hx-sync": "this:replace", "aria-describedby": "trial"}
        self.others = Query.objects.filter(workspace=member.workspace, removed_at=None)
        if query:
            self.others = self.others.exclude(pk=query.pk)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if self.others.filter(name=name).exists():
            raise ValidationError(_("Another query has this name."))
        return name

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        try:
            parse(text)
        except QueryError as error:
            raise ValidationError(said_of(error)) from None
        return text


def said_of(error: QueryError) -> str:
    given = {"place": error.position + 1, "message": error.message, "cure": error.cure}
    return gettext("At character %(place)d: %(message)s %(cure)s") % given


class CareForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Care
        fields = ["inbox", "doubtful", "sampled", "daily"]

"""What people type about rules."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diapason.listening import access, handling
from diapason.listening.forms import said_of
from diapason.listening.models import Rule
from diapason.listening.models.rule import LONGEST_LABEL
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.parser import MOST_LETTERS, parse
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

TYPED = {"rows": 3, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off", "dir": "auto"}


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    text = forms.CharField(
        label=_("and that says"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs=TYPED),
        help_text=_("In the language of queries: words, “phrases”, AND, OR, NOT, fields. Empty: all that the query finds."),
    )
    label = forms.CharField(label=_("Tag"), required=False, max_length=LONGEST_LABEL, widget=forms.TextInput(attrs={"list": "labels"}))
    sentiment = forms.TypedChoiceField(
        label=_("Sentiment"), required=False, coerce=int, empty_value=None, choices=[("", _("As it was understood")), *Rule.Tone.choices]
    )

    class Meta:
        model = Rule
        fields = ["name", "query", "text", "label", "assignee", "sentiment", "ignore"]
        labels = {"query": _("A mention that is found by"), "assignee": _("Assign to"), "ignore": _("Ignore it")}
        help_texts = {
            "name": _("As the list of rules will say it: short."),
            "assignee": _("They are told, once until they have looked."),
            "ignore": _("It is counted nowhere and alerts nobody. It can be seen among the ignored mentions, and brought back."),
        }

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"hx-post": reverse("try_rule", args=[member.workspace.slug]), "hx-target": "#trial", "hx-include": "closest form"}
        asked |= {"hx-sync": "closest form:replace"}
        self.fields["text"].widget.attrs |= asked | {"hx-trigger": "input changed delay:350ms", "aria-describedby": "trial"}
        self.fields["query"].widget.attrs |= asked | {"hx-trigger": "change"}
        choices: Any = self.fields["query"]
        choices.queryset, choices.empty_label = access.queries(member), _("nothing more than its words (below)")

        people: Any = self.fields["assignee"]
        people.queryset = Person.objects.filter(pk__in=[person.pk for person in handling.team(member)]).order_by("name", "id")
        people.empty_label = _("Nobody")

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        try:
            parse(text) if text else None
        except QueryError as error:
            raise ValidationError(said_of(error)) from None
        return text

    def clean_label(self) -> str:
        return " ".join(str(self.cleaned_data["label"]).split())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "text" in given and "query" in given and not given["text"] and not given["query"]:
            self.add_error("text", _("Choose a query, or say which words the mention holds."))
        acts = [given.get("label"), given.get("assignee"), given.get("ignore"), given.get("sentiment") is not None]
        if not self.errors and not any(acts):
            raise ValidationError(_("Say what is to be done: a tag, a person, a sentiment, or to ignore it."))
        return given

"""What people write about crises, and prepare for them."""

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from diapason.alerts.models import Alert
from diapason.crises import access, scale
from diapason.crises.models import Crisis, Level, Playbook, PlaybookContact, PlaybookRole, PlaybookTask, Statement
from diapason.crises.opening import Plan
from diapason.listening.models import Query
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces import notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

BLANK = 2  # empty lines that wait at the end of each list


def publishable(member: Member) -> Any:
    """The spaces that something is published to."""
    return spaces(member).exclude(state=Space.State.WATCHED)


class OpeningForm(forms.ModelForm[Crisis]):
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)
    paused = forms.ModelMultipleChoiceField(
        label=_("Publishing is paused on"),
        queryset=Space.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At once. Answers to people still go out, and so do the holding statements of this room."),
    )

    class Meta:
        model = Crisis
        fields = ["title", "summary", "playbook", "query"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"query": _("What is said is read from what it finds.")}

    def __init__(self, member: Member, *args: Any, alert: Alert | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alert, self.levels = alert, scale.levels(member.workspace)
        self.of("level").choices = [
            (level.rank, format_html("<span><b>{}</b><br>{}</span>", level.name, level.criteria)) for level in self.levels
        ]
        self.of("playbook").queryset = access.playbooks(member)
        self.of("query").queryset = Query.objects.filter(workspace=member.workspace, removed_at=None).order_by("name")
        self.of("paused").queryset = publishable(member)

    def of(self, name: str) -> Any:
        return self.fields[name]

    def plan(self, levels: list[Level]) -> Plan:
        """`levels` are those of the brand, written down."""
        said = self.cleaned_data
        return Plan(
            title=said["title"],
            summary=said["summary"],
            level=next(level for level in levels if level.rank == said["level"]),
            playbook=said["playbook"],
            query=said["query"],
            alert=self.alert,
            spaces=list(said["paused"]),
        )


class PlaybookForm(forms.ModelForm[Playbook]):
    class Meta:
        model = Playbook
        fields = ["name", "applies", "answers"]
        widgets = {"applies": forms.Textarea(attrs={"rows": 2}), "answers": forms.Textarea(attrs={"rows": 5})}


class Lines(BaseInlineFormSet[Any, Any, Any]):
    """The lines of a playbook, kept in the order of the page. An empty line is none."""

    member: Member

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if field := form.fields.get("person"):
            field.queryset = Person.objects.filter(pk__in=[person.pk for person in self.people])
            field.choices = [("", field.empty_label), *((person.pk, str(person)) for person in self.people)]
        if "rank" in form.fields:
            form.fields["rank"] = forms.TypedChoiceField(label=_("From level"), coerce=int, choices=self.levels, initial=1)

    @cached_property
    def people(self) -> list[Person]:
        """Who may have a role: asked once, not for each line."""
        return sorted(notices.holders(self.instance.workspace, "crisis.act"), key=lambda person: (person.name, person.pk))

    @cached_property
    def levels(self) -> list[tuple[int, str]]:
        return [(level.rank, level.name) for level in scale.levels(self.instance.workspace)]

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.position = 1000 + form.instance.position
        return super().save_new(form, commit)


def lines(model: Any, fields: list[str]) -> Any:
    return inlineformset_factory(Playbook, model, formset=Lines, fields=fields, extra=BLANK, can_delete=True, max_num=60)


RoleLines = lines(PlaybookRole, ["name", "duties", "person"])
TaskLines = lines(PlaybookTask, ["text", "role", "minutes", "rank"])
ContactLines = lines(PlaybookContact, ["name", "part", "phone", "email"])


class StatementForm(forms.ModelForm[Statement]):
    class Meta:
        model = Statement
        fields = ["title", "text", "language", "playbook"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": _("{first_name}, {brand}, {link} and {agent} are filled in where they are known.")}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["playbook"].queryset = access.playbooks(member)  # type: ignore[attr-defined]


class LevelForm(forms.ModelForm[Level]):
    class Meta:
        model = Level
        fields = ["name", "criteria", "answer_within", "pauses"]
        widgets = {"criteria": forms.Textarea(attrs={"rows": 3})}
        labels = {"pauses": _("Propose to pause publishing")}


class ReviewForm(forms.Form):
    cause = forms.CharField(label=_("Why it happened"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    good = forms.CharField(label=_("What went well"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    bad = forms.CharField(label=_("What did not"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    lesson = forms.CharField(
        label=_("Lesson"), required=False, max_length=200, help_text=_("In one sentence, for somebody who was not there.")
    )
    next_time = forms.CharField(label=_("What to do next time"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))

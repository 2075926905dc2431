"""The idea's side of the composer: Django draws and explains the fields; `editing` keeps them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.editorial import local_time
from diapason.editorial.models import Post
from diapason.editorial.sheet import Sheet
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

LANGUAGES = [
    *[("fr", "Français"), ("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("it", "Italiano"), ("nl", "Nederlands")],
    *[("pt", "Português"), ("ar", "العربية")],
]
MARKETS = [
    *[("", "–"), ("fr", "France"), ("qc", "Québec"), ("be", "Belgique"), ("ch", "Suisse"), ("lu", "Luxembourg"), ("ca", "Canada")],
    *[("uk", "United Kingdom"), ("us", "United States")],
]


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"})


class IdeaForm(forms.Form):
    """Its names are those of the sheet. Values and errors come from the sheet and from the save."""

    title = forms.CharField(label=_("Title"), help_text=_("For the team. It is published only where a network has titles."))
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}))
    brief = forms.CharField(label=_("Brief"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    content_type = forms.ChoiceField(label=_("Content type"), choices=[("", "–"), *Post.ContentType.choices])
    objective = forms.ChoiceField(label=_("Objective"))
    persona = forms.ChoiceField(label=_("Persona"))
    campaign = forms.ChoiceField(label=_("Campaign"))
    assignee = forms.ChoiceField(label=_("Writer"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    market = forms.ChoiceField(label=_("Market"), choices=MARKETS)
    link = forms.CharField(label=_("Link"), widget=forms.URLInput(attrs={"inputmode": "url", "dir": "ltr"}))
    hashtags = forms.CharField(label=_("Hashtags"), help_text=_("Added after the text, where it does not have them yet."))
    partners = forms.CharField(label=_("Mentions and partners"))
    call_to_action = forms.CharField(label=_("Call to action"))
    seo_keywords = forms.CharField(label=_("Search keywords"))
    publish_at = forms.CharField(label=_("Publication"), widget=moment())
    publish_second = forms.ChoiceField(
        label=_("That night, this time comes twice"), choices=[("", _("The first time")), ("1", _("The second time, an hour later"))]
    )
    writing_due = forms.CharField(label=_("Writing deadline"), widget=moment())
    approval_due = forms.CharField(label=_("Approval deadline"), widget=moment())

    def __init__(self, member: Member, values: Sheet, errors: Mapping[str, str], post: Post | None = None) -> None:
        super().__init__(initial=values)
        for name, choices in lists(member, values).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name, each in self.fields.items():
            each.required = name == "title"
        if post is None or not local_time.is_twice(post.publish_at, member.workspace.tz):
            del self.fields["publish_second"]
        self._errors = forms.utils.ErrorDict()
        self.refused = dict(errors)
        for name, text in errors.items():
            if name in self.fields:
                self._errors[name] = self.error_class([text])

    @property
    def is_refused(self) -> bool:
        return bool(self.refused)


def lists(member: Member, values: Sheet) -> dict[str, list[tuple[Any, str]]]:
    """The brand's own rows to choose from; one that was closed stays while it is chosen."""
    brand = member.workspace
    team = Person.objects.filter(memberships__workspace=brand).order_by("name", "email")
    objectives = Objective.objects.filter(workspace=brand).order_by("name")
    open_ones = [row for row in objectives if row.closed_at is None or str(row.pk) == values.get("objective")]
    rows: dict[str, list[Any]] = {
        "objective": open_ones,
        "persona": list(Persona.objects.filter(workspace=brand).order_by("name")),
        "campaign": list(Campaign.objects.filter(workspace=brand).order_by("name")),
        "assignee": list(team),
    }
    return {name: [("", "–"), *((str(row.pk), str(row)) for row in found)] for name, found in rows.items()}

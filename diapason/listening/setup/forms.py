"""What people type to begin listening."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diapason.core.numbers import whole
from diapason.listening.forms import QueryForm
from diapason.listening.proposing import Proposal
from diapason.listening.setup.looking import About, Named
from diapason.territory import addresses
from diapason.territory.addresses import BadAddress
from diapason.workspaces.members import Member

MOST = 10  # competitors, and words of the sector


class AboutForm(forms.Form):
    name = forms.CharField(label=_("Name of the brand"), max_length=120)
    site = forms.CharField(label=_("Its site"), max_length=300, required=False, widget=forms.TextInput(attrs={"inputmode": "url"}))
    rivals = forms.CharField(
        label=_("Competitors"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: the name, then the site if you know it."),
    )
    topics = forms.CharField(
        label=_("Words of the sector"),
        required=False,
        max_length=1000,
        help_text=_("Separated by commas: what people talk of who may need you."),
    )

    def clean_site(self) -> str:
        site = str(self.cleaned_data["site"]).strip()
        if problem := wrong_address(site):
            raise ValidationError(problem)
        return site

    def clean_rivals(self) -> tuple[Named, ...]:
        lines = [line.split() for line in str(self.cleaned_data["rivals"]).replace("\0", "").splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Ten at most to begin with: more can be added later."))
        found = tuple(named(parts) for parts in lines)
        wrong = [f"{each.name} {each.site} – {problem}" for each in found if (problem := wrong_address(each.site))]
        if wrong:
            raise ValidationError(wrong)
        return found

    def clean_topics(self) -> tuple[str, ...]:
        found = tuple(word for each in str(self.cleaned_data["topics"]).split(",") if (word := " ".join(each.split())))
        if len(found) > MOST:
            raise ValidationError(_("Ten at most to begin with: more can be added later."))
        return found

    @property
    def about(self) -> About:
        data = self.cleaned_data
        return About(Named(data["name"].strip(), data["site"]), data["rivals"], data["topics"])


def wrong_address(site: str) -> str:
    """Why it is no address; empty for one that is, and for none."""
    try:
        if site:
            addresses.split(site, example="")
    except BadAddress as error:
        return str(error)
    return ""


def named(parts: list[str]) -> Named:
    """The last word is a site where it looks like one."""
    if len(parts) > 1 and "." in parts[-1].strip("."):
        return Named(" ".join(parts[:-1])[:120], parts[-1])
    return Named(" ".join(parts)[:120])


class ChosenQueryForm(QueryForm):
    """One of several on a page."""

    chosen = forms.BooleanField(required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, None, *args, **kwargs)
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "dir": "auto"})
        self.fields["purpose"].widget = forms.HiddenInput()

    @property
    def proposal(self) -> Proposal:
        return Proposal(self.cleaned_data["name"], self.cleaned_data["purpose"], self.cleaned_data["text"])


def given_queries(member: Member, data: Any) -> list[ChosenQueryForm]:
    """Those of a page, numbered from 0; only what is chosen is bound. A name that stands twice is an error of the second."""
    many = min(whole(str(data.get("queries", ""))) or 0, 2 * MOST)
    forms_given = [given_query(member, data, f"query{number}") for number in range(many)]
    seen: set[str] = set()
    for form in forms_given:
        if form.is_valid():
            if form.cleaned_data["name"] in seen:
                form.add_error("name", _("Another query has this name."))
            else:
                seen.add(form.cleaned_data["name"])
    return forms_given


def given_query(member: Member, data: Any, prefix: str) -> ChosenQueryForm:
    if data.get(f"{prefix}-chosen"):
        return ChosenQueryForm(member, data, prefix=prefix)
    left = {name: data.get(f"{prefix}-{name}", "") for name in ("name", "purpose", "text")}
    return ChosenQueryForm(member, prefix=prefix, initial=left)


def proposed(member: Member, proposals: list[Proposal]) -> list[ChosenQueryForm]:
    return [
        ChosenQueryForm(
            member,
            prefix=f"query{number}",
            initial={"chosen": True, "name": each.name, "purpose": each.purpose, "text": each.text},
        )
        for number, each in enumerate(proposals)
    ]

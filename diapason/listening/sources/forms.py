"""What people type about sources."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Source
from diapason.listening.sources import searches
from diapason.territory.models import Space
from diapason.workspaces.members import Member


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Of a feed, or of a site: Diapason looks for its feed."),
        widget=forms.TextInput(attrs={"placeholder": "example.org", "autocomplete": "off", "inputmode": "url"}),
    )
    folder = forms.CharField(label=_("Group"), max_length=120, required=False, help_text=_("To keep sources of a kind together."))


class SearchForm(forms.Form):
    space = forms.ModelChoiceField(Space.objects.none(), label=_("Through"), help_text=_("The space whose account asks its network."))
    words = forms.CharField(
        label=_("Words"),
        min_length=2,
        max_length=200,
        help_text=_("The name of the brand, or a #tag. Of what is found, the mentions that a query finds are kept."),
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = searches.spaces(member)  # type: ignore[attr-defined]


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Source
        fields = ["name", "folder", "language", "country"]
        help_texts = {
            "language": _("In two letters, such as fr. For what does not say its own."),
            "country": _("In two letters, such as CA."),
        }

    def clean_language(self) -> str:
        return letters(str(self.cleaned_data["language"])).lower()

    def clean_country(self) -> str:
        return letters(str(self.cleaned_data["country"])).upper()


def letters(typed: str) -> str:
    """Raises ValidationError for what is not a code."""
    typed = typed.strip()
    if typed and not (typed.isascii() and typed.isalpha() and len(typed) >= 2):
        raise forms.ValidationError(_("Write two letters."))
    return typed

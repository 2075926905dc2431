"""What people type about sources."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Source
from diapason.listening.sources import searches
from diapason.listening.sources.streams.wires import Offer
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


class StreamForm(forms.Form):
    """`offers` are what may be listened to."""

    through = forms.ChoiceField(label=_("Network"), help_text=_("Of all that is said there, the mentions that a query finds are kept."))
    words = forms.CharField(
        label=_("Hashtag"),
        max_length=100,
        required=False,
        help_text=_("To hear one #tag alone, where the network allows it."),
        widget=forms.TextInput(attrs={"placeholder": "#lamp", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Address of another server"),
        max_length=1000,
        required=False,
        help_text=_("For those who run a server of their own. Left empty, the usual one is heard."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def __init__(self, offers: Sequence[Offer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.code: offer for offer in offers}
        self.fields["through"].choices = [(code, str(offer)) for code, offer in self.offers.items()]  # type: ignore[attr-defined]
        if not any(offer.network.manifest.stream.get("tags") for offer in offers):
            del self.fields["words"]
        if all(offer.network.manifest.stream["account"] for offer in offers):
            del self.fields["address"]

    def clean_through(self) -> Offer:
        return self.offers[self.cleaned_data["through"]]


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

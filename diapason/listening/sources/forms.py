"""What people type about sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Source


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Of a feed, or of a site: Diapason looks for its feed."),
        widget=forms.TextInput(attrs={"placeholder": "example.org", "autocomplete": "off", "inputmode": "url"}),
    )
    folder = forms.CharField(label=_("Group"), max_length=120, required=False, help_text=_("To keep sources of a kind together."))


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

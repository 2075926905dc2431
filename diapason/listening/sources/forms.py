"""What people type about sources."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlunsplit

from cssselect import GenericTranslator, SelectorError
from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Source
from diapason.listening.sources import managing, open_searches, searches
from diapason.listening.sources.streams.wires import Offer
from diapason.territory import addresses
from diapason.territory.models import Space
from diapason.workspaces.members import Member


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Of a feed, of a site or of a forum: Diapason looks for what can be read there."),
        widget=forms.TextInput(attrs={"placeholder": "example.org", "autocomplete": "off", "inputmode": "url"}),
    )
    folder = forms.CharField(label=_("Group"), max_length=120, required=False, help_text=_("To keep sources of a kind together."))


OFTEN = [
    (15, _("Every quarter of an hour")),
    (60, _("Every hour")),
    (360, _("Every six hours")),
    (1440, _("Every day")),
]


class PageForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the page"),
        max_length=1000,
        widget=forms.TextInput(attrs={"placeholder": "example.org/prix", "autocomplete": "off", "inputmode": "url"}),
    )
    selector = forms.CharField(
        label=_("Part of the page"),
        max_length=300,
        required=False,
        help_text=_("A CSS selector such as #prices or .terms, where only a part matters. Empty: the whole page."),
    )
    minutes = forms.TypedChoiceField(label=_("How often"), choices=OFTEN, coerce=int, initial=60)
    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("Empty: the first words of the page."))
    folder = forms.CharField(label=_("Group"), max_length=120, required=False, help_text=_("To keep sources of a kind together."))

    def clean_address(self) -> str:
        typed = str(self.cleaned_data["address"]).strip()
        try:
            scheme, host, (path, query) = addresses.split(typed, example="example.org/prix")
        except addresses.BadAddress as error:
            raise forms.ValidationError(str(error)) from None
        return urlunsplit((scheme, host, path or "/", query, ""))

    def clean_selector(self) -> str:
        typed = str(self.cleaned_data["selector"]).strip()
        try:
            if typed:
                GenericTranslator().css_to_xpath(typed)
        except (SelectorError, RecursionError):
            raise forms.ValidationError(_("This is not a CSS selector. Write #name, .name, or a name of HTML such as main.")) from None
        return typed


class OpenSearchForm(forms.Form):
    network = forms.ChoiceField(label=_("Where to search"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words"),
        min_length=3,
        max_length=200,
        help_text=_("The name of the brand, or of a product. Several words are searched together."),
    )
    folder = forms.CharField(label=_("Group"), max_length=120, required=False, help_text=_("To keep sources of a kind together."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["network"]
        field.choices = [(each.slug, f"{each}: {each.description}") for each in open_searches.networks()]  # type: ignore[attr-defined]
        field.initial = next((slug for slug, _label in field.choices), "")  # type: ignore[attr-defined]


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
        fields = ["name", "folder", "language", "country", "reads_articles", "minutes"]
        help_texts = {
            "reads_articles": _(
                "The page of each entry is read where its site lets machines do so: what you listen for may stand in its tenth line."
            ),
            "language": _("In two letters, such as fr. For what does not say its own."),
            "country": _("In two letters, such as CA."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = str(self.instance)
        self.fields["name"].required = not self.unnamed
        if not managing.has_articles(self.instance):
            del self.fields["reads_articles"]
        if self.instance.kind == Source.Kind.PAGE:
            self.fields["minutes"].widget = forms.Select(choices=OFTEN)
        else:
            del self.fields["minutes"]

    @property
    def unnamed(self) -> bool:
        """Whether it is called by what it is where nobody names it."""
        return self.instance.kind in {Source.Kind.INBOX, Source.Kind.STREAM}

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"]).strip()
        return "" if self.unnamed and typed == self.instance.called else typed

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

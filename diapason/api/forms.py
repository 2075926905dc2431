"""What a person fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.api import scopes
from diapason.api.webhooks import addresses, types
from diapason.workspaces.members import Member

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year")), ("", _("Until it is revoked"))]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it serves, to recognise it: “Monthly export”."))
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, empty_value=None, required=False, initial="90")
    scopes = forms.MultipleChoiceField(label=_("Rights"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes.offered(member)  # type: ignore[attr-defined]


class WebhookForm(forms.Form):
    description = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it serves, to recognise it: “Team chat”."))
    url = forms.CharField(
        label=_("Address"),
        max_length=addresses.LONGEST,
        help_text=_("It must take a POST and answer 2xx within 10 seconds."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "spellcheck": "false"}),
    )
    types = forms.MultipleChoiceField(label=_("Events"), choices=types.choices, widget=forms.CheckboxSelectMultiple)

    def clean_url(self) -> str:
        try:
            return addresses.checked(self.cleaned_data["url"])
        except addresses.BadAddress as error:
            raise forms.ValidationError(str(error)) from None

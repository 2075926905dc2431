"""What people type about links and sites."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.links import money, services
from diapason.links.models import Site
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member

HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+\Z")


class LinkForm(forms.Form):
    """`space`: where the link will stand, so that its clicks are counted there."""

    url = forms.CharField(
        label=_("Address"), max_length=services.LONGEST, widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"})
    )
    title = forms.CharField(label=_("Name"), max_length=160, required=False, help_text=_("To find it again. Visitors do not see it."))
    space = forms.ModelChoiceField(Space.objects.none(), label=_("Space"), required=False, empty_label=_("Anywhere"))
    tagged = forms.BooleanField(label=_("Add the campaign parameters (UTM) of the brand"), required=False, initial=True)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces(member)  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        try:
            return services.checked(self.cleaned_data["url"])
        except services.BadAddress as error:
            raise forms.ValidationError(str(error)) from None


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Site
        fields = ["name", "host", "currency"]

    def clean_host(self) -> str:
        """A domain, whatever was pasted: scheme, path and www are taken off."""
        host = re.sub(r"^https?://", "", str(self.cleaned_data["host"]).strip().lower()).split("/")[0].split(":")[0].removeprefix("www.")
        if not HOST.match(host):
            raise forms.ValidationError(_("This is not a domain. Write it as in boutique.example.com."))
        return host

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if currency not in money.CURRENCIES:
            raise forms.ValidationError(_("This is not the code of a currency. Write three letters, such as EUR or CAD."))
        return currency

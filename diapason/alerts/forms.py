"""What people choose about alerts."""

import asyncio
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.alerts import channels
from diapason.alerts.models import Channel, Duty, Watch
from diapason.networks.base.errors import NetworkError
from diapason.networks.base.registry import Network
from diapason.territory.addresses import BadAddress, normalise
from diapason.workspaces import notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Watch
        fields = ["sensitivity", "people"]
        widgets = {"sensitivity": forms.RadioSelect, "people": forms.CheckboxSelectMultiple}
        help_texts = {"people": _("Nobody chosen: all who may answer for alerts.")}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [person.pk for person in notices.holders(member.workspace, "alert.view")]
        self.fields["people"].queryset = Person.objects.filter(pk__in=may).order_by("name", "id")  # type: ignore[attr-defined]


class DutyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Duty
        fields = ["begins", "ends", "weekends", "patience"]
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("begins", "ends")}


class ChannelForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Channel
        fields = ["least", "always"]
        help_texts = {"always": _("Otherwise within the working hours of the brand, and at once when it is severe.")}


class NewChannelForm(ChannelForm):
    """With what the network's manifest asks for, labelled by its own strings."""

    def __init__(self, network: Network, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, own = network, {}
        if network.manifest.tell.get("server"):
            own["address"] = forms.CharField(label=_("Server"), max_length=300, help_text=_("For example: example.org"))
        for field in network.manifest.tell.get("fields", []):
            widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if field.get("secret") else forms.TextInput
            own[field["name"]] = forms.CharField(
                label=network.say(f"tell.{field['name']}"), max_length=500, widget=widget, help_text=self.explained(field["name"])
            )
        self.fields = own | self.fields

    def explained(self, name: str) -> str:
        key = f"tell.{name}_help"
        said = self.network.say(key)
        return "" if said == key else said

    def clean(self) -> dict[str, Any]:
        """Asks the network whom it would reach: what was typed wrong is said at once."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        self.secrets = {field["name"]: said[field["name"]] for field in self.network.manifest.tell.get("fields", [])}
        try:
            self.base_url = normalise(self.network, said["address"]) if "address" in said else ""
            self.name = asyncio.run(channels.greet(self.network, self.base_url, self.secrets))
        except BadAddress as error:
            self.add_error("address", str(error))
        except (NetworkError, TimeoutError) as error:
            self.add_error(None, words_of(self.network, error))
        return said


def words_of(network: Network, error: Exception) -> str:
    """Of the network's own strings where it has them."""
    code = f"errors.{getattr(error, 'code', '')}"
    said = network.say(code)
    return said if said != code else getattr(error, "detail", "") or str(_("The network did not answer in time."))

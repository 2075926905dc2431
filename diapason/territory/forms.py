"""What people type about spaces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.networks.base.registry import Network
from diapason.territory.models import Space
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Person
from diapason.workspaces.models.membership import Role

IMPORTANCE = [(5, _("Vital")), (4, _("Important")), (3, _("Useful")), (2, _("Secondary")), (1, _("Barely used"))]


class ConnectForm(forms.Form):
    """The fields that a network's manifest asks for, labelled and explained by its own strings."""

    def __init__(self, network: Network, method: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        auth = network.manifest.auth
        if auth.get("server"):
            needed = not network.manifest.default_base_url
            self.fields["address"] = text_field(
                network.say("server"),
                network.say("server_help"),
                required=needed,
                example=auth.get("server_example", ""),
                # The keyboard of an address, without the browser's own idea of what one is: « @me@server » is welcome.
                attrs={"inputmode": "url", "autocapitalize": "none"},
            )
        for field in auth.get("fields", []) if method == "password" else []:
            self.fields[field["name"]] = of_manifest(network, field)

    @property
    def secrets(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "address"}

    @property
    def address(self) -> str:
        return str(self.cleaned_data.get("address") or "")


def of_manifest(network: Network, field: dict[str, Any]) -> forms.CharField:
    key = f"fields.{field['name']}"
    help_key = f"{key}_help"
    explained = network.say(help_key) if help_key in network.strings["en"] else ""
    attrs = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
    made = text_field(network.say(key), explained, attrs=attrs)
    if field.get("secret"):
        made.widget = forms.PasswordInput(attrs={**attrs, "autocomplete": "new-password"})
    return made


def text_field(
    label: str, explained: str, *, required: bool = True, example: str = "", attrs: dict[str, str] | None = None
) -> forms.CharField:
    widget = forms.TextInput(attrs={**(attrs or {}), **({"placeholder": example} if example else {})})
    return forms.CharField(label=label, help_text=explained, required=required, max_length=2000, widget=widget)


class HandForm(forms.Form):
    """A space where a person posts."""

    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("What your team calls it."))
    handle = forms.CharField(label=_("Account"), max_length=200, required=False)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where to go to post; the reminder opens it."),
    )


class SpaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """What the brand decides about a space."""

    class Meta:
        model = Space
        fields = ["name", "purpose", "importance", "rhythm", "owner"]
        help_texts = {
            "purpose": _("Whom it speaks to, and why the brand is there."),
            "rhythm": _("How many posts a week you mean to publish. The calendar shows the holes."),
            "owner": _("Told when something goes wrong."),
        }
        widgets = {"importance": forms.Select(choices=IMPORTANCE), "rhythm": forms.NumberInput(attrs={"min": 0, "max": 200})}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Person.objects.filter(memberships__workspace=member.workspace, is_active=True).order_by("name", "id")
        self.fields["owner"].queryset = team  # type: ignore[attr-defined]


class GrantsForm(forms.Form):
    """The contributors who may write for a space."""

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contributors = Membership.objects.filter(workspace=member.workspace, role=Role.CONTRIBUTOR).select_related("person")
        self.contributors = list(contributors.order_by("person__name", "id"))
        self.fields["contributors"] = forms.ModelMultipleChoiceField(
            contributors, label=_("Contributors"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["contributors"].label_from_instance = lambda membership: str(membership.person)  # type: ignore[attr-defined]

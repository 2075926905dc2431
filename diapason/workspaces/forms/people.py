"""What people write about themselves and about those they invite."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from diapason.workspaces import zones
from diapason.workspaces.models import Invitation, Membership, Person


class SignUpForm(forms.Form):
    """What allauth's own form does not ask."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.language = get_language() or user.language
        user.save(update_fields=["name", "language"])


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Invitation
        fields = ("email", "role", "language")
        help_texts = {"language": _("Of the message; the person chooses their own afterwards.")}


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Membership
        fields = ("role",)


class PersonalForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Person
        fields = ("name", "language", "time_zone", "theme", "email_notices")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "theme": forms.RadioSelect}
        help_texts = {"email_notices": _("Only what you have not read here within two minutes.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=zones.choices(gettext("That of the brand")), required=False
        )

"""A link for a client without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import GuestLink

DAYS = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("1 year"))]


class GuestLinkForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=90)

    class Meta:
        model = GuestLink
        fields = ("name", "email", "language")

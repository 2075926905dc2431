"""What a brand is told about itself: at its creation, then in its settings."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.workspaces import brands, zones
from diapason.workspaces.models import Person, Workspace

HOLES = ("network", "campaign", "post", "language")


class Identity(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Workspace
        fields = ("name", "website", "market", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(label=_("Time zone"), choices=zones.choices())


class NewBrandForm(Identity):
    """`organisation` is asked of who owns one already; empty makes a new one."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owned = brands.organisations(person)
        if first := owned.first():
            self.fields["organisation"] = forms.ModelChoiceField(
                owned, label=_("Organisation"), required=False, initial=first, empty_label=str(_("A new organisation"))
            )
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "organization"}
        self.fields["website"].widget.attrs["placeholder"] = "maison-lumen.fr"


class BrandForm(Identity):
    """The settings of a brand, with its rule for links and its steps of approval."""

    utm_enabled = forms.BooleanField(label=_("Add campaign parameters to the links of posts"), required=False)
    utm_source = forms.CharField(label=_("Source"), max_length=80, required=False)
    utm_medium = forms.CharField(label=_("Medium"), max_length=80, required=False)
    utm_campaign = forms.CharField(label=_("Campaign"), max_length=80, required=False)
    utm_content = forms.CharField(label=_("Content"), max_length=80, required=False)
    utm_all = forms.BooleanField(
        label=_("Also on links to other sites"), required=False, help_text=_("Otherwise only on links to the brand’s own sites.")
    )
    utm_domains = forms.CharField(
        label=_("Other domains of the brand"),
        required=False,
        max_length=500,
        help_text=_("Separated by spaces. The web site above counts."),
    )
    utm_short = forms.BooleanField(label=_("Replace them with short links"), required=False)

    class Meta(Identity.Meta):
        fields = (*Identity.Meta.fields, "late_after", "require_alt_text")  # type: ignore[assignment]
        help_texts = {"require_alt_text": _("A post whose images have none is held back, unless its author waives it by name.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        utm = self.instance.utm
        defaults = {"source": "{network}", "medium": "social", "campaign": "{campaign}", "content": "{post}"}
        for name, default in defaults.items():
            self.initial[f"utm_{name}"] = utm.get(name, default)
        self.initial["utm_enabled"] = utm.get("enabled", False)
        self.initial["utm_all"] = utm.get("scope") == "all"
        self.initial["utm_short"] = utm.get("short", False)
        self.initial["utm_domains"] = " ".join(utm.get("domains", []))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("source", "medium", "campaign", "content"):
            unknown = [hole for hole in re.findall(r"\{(.*?)\}", data.get(f"utm_{name}", "")) if hole not in HOLES]
            if unknown:
                self.add_error(
                    f"utm_{name}",
                    forms.ValidationError(
                        _("{%(hole)s} is not known. Use %(holes)s."),
                        params={"hole": unknown[0], "holes": ", ".join(f"{{{hole}}}" for hole in HOLES)},
                    ),
                )
        return data

    def save(self, commit: bool = True) -> Workspace:
        data = self.cleaned_data
        self.instance.utm = {
            "enabled": data["utm_enabled"],
            "off": not data["utm_enabled"],
            **{name: data[f"utm_{name}"] for name in ("source", "medium", "campaign", "content")},
            "scope": "all" if data["utm_all"] else "own",
            "domains": data["utm_domains"].replace(",", " ").lower().split(),
            "short": data["utm_short"],
        }
        saved: Workspace = super().save(commit)
        return saved

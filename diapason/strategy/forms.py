"""What people type about objectives, personas and campaigns."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diapason.strategy.kpis import Kpi, Unit
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

# What people type → what is kept: per cent → share, minutes → seconds.
SCALES = {Unit.SHARE: Decimal(100), Unit.DURATION: Decimal(1) / 60}
UNIT_NAMES = {Unit.SHARE: _("in %"), Unit.DURATION: _("in minutes")}


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ObjectiveForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One field per indicator, `kpi_<code>`, empty when it is not one of the objective's."""

    class Meta:
        model = Objective
        fields = ["name", "kind", "description", "horizon", "department", "owner", "starts_on", "due_on"]
        widgets = {"starts_on": Day(), "due_on": Day(), "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, member: Member, kpis: list[Kpi], *args: Any, targets: dict[str, Decimal] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Person.objects.filter(memberships__workspace=member.workspace, is_active=True).order_by("name", "id")
        self.fields["owner"].queryset = team  # type: ignore[attr-defined]
        self.kpis = kpis
        for kpi in kpis:
            self.fields[f"kpi_{kpi.code}"] = target_field(kpi, (targets or {}).get(kpi.code))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("due_on") and data["due_on"] < data["starts_on"]:
            self.add_error("due_on", _("The last day comes before the first."))
        return data

    @property
    def targets(self) -> dict[str, Decimal]:
        """The targets typed in, in the units that are kept."""
        typed = {kpi: self.cleaned_data.get(f"kpi_{kpi.code}") for kpi in self.kpis}
        return {kpi.code: value / SCALES.get(kpi.unit, Decimal(1)) for kpi, value in typed.items() if value is not None}

    @property
    def target_fields(self) -> list[forms.BoundField]:
        return [self[f"kpi_{kpi.code}"] for kpi in self.kpis]


def target_field(kpi: Kpi, value: Decimal | None) -> forms.DecimalField:
    most = Decimal(100) if kpi.unit == Unit.SHARE else Decimal(10) ** 11
    shown = None if value is None else (value * SCALES.get(kpi.unit, Decimal(1))).quantize(Decimal("0.01")).normalize()
    unit = UNIT_NAMES.get(kpi.unit, "")
    return forms.DecimalField(
        label=f"{kpi.name} ({unit})" if unit else str(kpi.name),
        required=False,
        min_value=Decimal("0.01"),
        max_value=most,
        decimal_places=2,
        initial=None if shown is None else format(shown, "f"),
        help_text=str(kpi.formula),
    )


class PersonaForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Persona
        fields = ["name", "description", "region", "language"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Campaign
        fields = ["name", "utm", "objective", "starts_on", "ends_on"]
        labels = {"objective": _("Objective")}
        widgets = {"starts_on": Day(), "ends_on": Day()}
        help_texts = {"utm": _("Empty: made from the name. It is what your web analytics will show.")}

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Objective.objects.filter(workspace=member.workspace, closed_at=None).order_by("name", "id")
        self.fields["objective"].queryset = mine  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first."))
        return data

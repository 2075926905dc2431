"""The steps of approval of a brand, as `Workspace.approval_steps` keeps them:

    [{"name": "Direction", "role": "manager"}, {"name": "Mme Aubry", "person": 12}, {"name": "Client", "role": "client", "time": true}]

An empty role without a person means any owner or social media manager.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import MATRIX

MOST = 5
PERSON = "person:"


class StepForm(forms.Form):
    """One step. Without a name it is no step. `who` are the choices of whom it can name."""

    name = forms.CharField(label=_("Name of the step"), max_length=60, required=False)
    field_order = ("name", "who", "time")
    time = forms.BooleanField(label=_("Also approves the moment of publication"), required=False)

    def __init__(self, *args: Any, who: list[tuple[str, object]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = forms.ChoiceField(label=_("Who decides"), choices=who, required=False)

    @property
    def step(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data.get("name"):
            return None
        who: str = data["who"]
        chosen = {"person": int(who.removeprefix(PERSON))} if who.startswith(PERSON) else {"role": who}
        return {"name": data["name"], **chosen, "time": data["time"]}


# Two empty lines after those that are there.
StepFormSet = forms.formset_factory(StepForm, extra=2, max_num=MOST, absolute_max=MOST)


def deciders(workspace: Workspace) -> list[tuple[str, object]]:
    """Whom a step can name: any lead, a role, or one person who may approve."""
    roles = MATRIX["post.review"][1] - {Role.CLIENT}
    people = Person.objects.filter(memberships__workspace=workspace, memberships__role__in=roles, is_active=True)
    named = sorted(((f"{PERSON}{person.pk}", str(person)) for person in people), key=lambda choice: choice[1].casefold())
    return [
        ("", gettext("An owner or a social media manager")),
        (str(Role.MANAGER), gettext("A social media manager")),
        (str(Role.CLIENT), gettext("The client")),
        *([(gettext("One person"), named)] if named else []),
    ]


def forms_of(workspace: Workspace, data: Any = None) -> Any:
    """The formset, filled with the steps of the brand."""
    initial = [
        {
            "name": step.get("name", ""),
            "who": f"{PERSON}{step['person']}" if step.get("person") else step.get("role", ""),
            "time": step.get("time", False),
        }
        for step in workspace.approval_steps
        if isinstance(step, dict)
    ]
    return StepFormSet(data, initial=initial, prefix="step", form_kwargs={"who": deciders(workspace)})


def steps_of(formset: Any) -> list[dict[str, Any]]:
    """The steps of a valid formset, in order."""
    return [form.step for form in formset.forms if form.step]

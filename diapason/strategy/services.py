"""Setting, changing and closing objectives; personas and campaigns."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import models, transaction

from diapason.core import clock
from diapason.strategy.models import Objective, Target
from diapason.workspaces import events
from diapason.workspaces.members import Member

COLOURS = 5  # the series of the design tokens


@transaction.atomic
def save_objective(member: Member, objective: Objective, targets: Mapping[str, Decimal]) -> Objective:
    """Creates or changes the objective; `targets` are values by indicator, those absent are taken away."""
    new = objective.pk is None
    objective.workspace = member.workspace
    if new:
        objective.colour = Objective.objects.filter(workspace=member.workspace).count() % COLOURS + 1
    objective.save()
    objective.targets.exclude(kpi__in=targets).delete()
    Target.objects.bulk_create(
        [Target(objective=objective, kpi=kpi, value=value) for kpi, value in targets.items()],
        update_conflicts=True,
        unique_fields=["objective", "kpi"],
        update_fields=["value"],
    )
    events.record(member, "objective.set" if new else "objective.changed", objective, targets={k: str(v) for k, v in targets.items()})
    return objective


@transaction.atomic
def close(member: Member, objective: Objective) -> None:
    """The objective is over: its figures stay, and it is proposed no more for new posts."""
    if Objective.objects.filter(pk=objective.pk, closed_at=None).update(closed_at=clock.now(), closed_by=member.person):
        events.record(member, "objective.closed", objective)


@transaction.atomic
def reopen(member: Member, objective: Objective) -> None:
    if Objective.objects.filter(pk=objective.pk).exclude(closed_at=None).update(closed_at=None, closed_by=None):
        events.record(member, "objective.reopened", objective)


@transaction.atomic
def save(member: Member, thing: models.Model) -> None:
    """Creates or changes a persona or a campaign."""
    verb = "changed" if thing.pk else "added"
    thing.save()
    events.record(member, f"{thing._meta.model_name}.{verb}", thing)


@transaction.atomic
def remove(member: Member, thing: models.Model) -> None:
    """Posts that named it keep everything else."""
    events.record(member, f"{thing._meta.model_name}.removed", thing)
    thing.delete()

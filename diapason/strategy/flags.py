"""What is wrong with an objective as it stands (S1): said beside it, never forbidden."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from diapason.strategy.kpis import CATALOGUE
from diapason.strategy.models import Objective

MOST_DEPARTMENTS = 2
SEVERAL = re.compile(r"\s*(?:[,;/+&]|\bet\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Flag:
    """`code` is `no_kpi`, `overdue`, `deciders`, `no_owner` or `contradiction`; `sentence` says it and its cure."""

    code: str
    sentence: str


def flags(objective: Objective, others: Iterable[Objective], today: date) -> list[Flag]:
    """Of an open objective, beside the other open ones of its brand (with their targets)."""
    if objective.closed_at:
        return []
    rivals = [other for other in others if other.pk != objective.pk and not other.closed_at and overlap(objective, other)]
    found = [check(objective) for check in (no_kpi, no_owner, deciders)]
    found += [overdue(objective, today), *(contradiction(objective, other) for other in rivals)]
    return [flag for flag in found if flag]


def overlap(one: Objective, other: Objective) -> bool:
    return one.starts_on <= other.due_on and other.starts_on <= one.due_on


def no_kpi(objective: Objective) -> Flag | None:
    if objective.targets.all():
        return None
    return Flag("no_kpi", _("Nothing tells whether it is reached: give it an indicator."))


def no_owner(objective: Objective) -> Flag | None:
    return None if objective.owner_id else Flag("no_owner", _("Nobody is responsible for it."))


def deciders(objective: Objective) -> Flag | None:
    departments = [word for word in SEVERAL.split(objective.department) if word]
    if len(departments) <= MOST_DEPARTMENTS:
        return None
    return Flag("deciders", _("%(count)d departments decide together: keep one or two.") % {"count": len(departments)})


def overdue(objective: Objective, today: date) -> Flag | None:
    if objective.due_on >= today:
        return None
    return Flag("overdue", _("Its time is over: close it, or give it a later date."))


def contradiction(objective: Objective, other: Objective) -> Flag | None:
    """An indicator of the whole brand cannot aim at two values at once; two people cannot lead the same effort."""
    mine = {target.kpi: target.value for target in objective.targets.all()}
    for target in other.targets.all():
        kpi = CATALOGUE.get(target.kpi)
        if kpi and not kpi.per_post and mine.get(target.kpi, target.value) != target.value:
            return Flag(
                "contradiction", _("“%(other)s” gives another target to the same indicator: %(kpi)s.") % {"other": other, "kpi": kpi.name}
            )
    if objective.kind == other.kind and objective.owner_id and other.owner_id and objective.owner_id != other.owner_id:
        return Flag("deciders", _("“%(other)s” pursues the same thing under another person.") % {"other": other})
    return None

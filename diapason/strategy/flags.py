"""What is wrong with an objective as it stands (S1): said beside it, never forbidden."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.strategy.kpis import CATALOGUE, Kpi
from diapason.strategy.models import Objective

MOST_DEPARTMENTS = 2
SEVERAL = re.compile(r"\s*(?:[,;/+&]|\bet\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Flag:
    """`code` is `no_kpi`, `overdue`, `deciders`, `no_owner` or `contradiction`; `sentence` says it and its cure."""

    code: str
    sentence: str


class Beside:
    """The open objectives of a brand (with their targets), by what they might disagree on: each is then held only against
    those of its kind, or of its indicators, and not against every other one."""

    def __init__(self, objectives: Iterable[Objective]) -> None:
        self.of_kind: dict[str, list[Objective]] = {}
        self.of_kpi: dict[str, list[tuple[Objective, Decimal]]] = {}
        for objective in objectives:
            if objective.closed_at:
                continue
            self.of_kind.setdefault(objective.kind, []).append(objective)
            for target in objective.targets.all():
                if is_of_the_brand(target.kpi):
                    self.of_kpi.setdefault(target.kpi, []).append((objective, target.value))

    def contradicting(self, objective: Objective, kpi: str, value: Decimal) -> list[Objective]:
        return [other for other, wanted in self.of_kpi.get(kpi, ()) if wanted != value and meet(objective, other)]

    def led_by_others(self, objective: Objective) -> list[Objective]:
        alike = self.of_kind.get(objective.kind, ()) if objective.owner_id else ()
        return [other for other in alike if other.owner_id and other.owner_id != objective.owner_id and meet(objective, other)]


def is_of_the_brand(code: str) -> bool:
    """Whether an indicator is one of the whole brand, which cannot aim at two values at once."""
    return code in CATALOGUE and not CATALOGUE[code].per_post


def meet(one: Objective, other: Objective) -> bool:
    """Whether two different objectives share some time."""
    return one.pk != other.pk and one.starts_on <= other.due_on and other.starts_on <= one.due_on


def flags(objective: Objective, beside: Beside, today: date) -> list[Flag]:
    """Of an open objective, beside the other open ones of its brand."""
    if objective.closed_at:
        return []
    found = [check(objective) for check in (no_kpi, no_owner, deciders)]
    found += [overdue(objective, today), *rivalry(objective, beside)]
    return [flag for flag in found if flag]


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


def rivalry(objective: Objective, beside: Beside) -> list[Flag]:
    """One flag for each thing that others want otherwise, however many they are."""
    found, said = [], set()
    for target in objective.targets.all():
        if is_of_the_brand(target.kpi) and (others := beside.contradicting(objective, target.kpi, target.value)):
            found.append(contradiction(others, CATALOGUE[target.kpi]))
            said |= {other.pk for other in others}
    if others := [other for other in beside.led_by_others(objective) if other.pk not in said]:
        found.append(two_leaders(others))
    return found


def contradiction(others: Sequence[Objective], kpi: Kpi) -> Flag:
    more = len(others) - 1
    sentence = ngettext(
        "“%(other)s” and another objective give other targets to the same indicator: %(kpi)s.",
        "“%(other)s” and %(count)d other objectives give other targets to the same indicator: %(kpi)s.",
        more,
    )
    if not more:
        sentence = _("“%(other)s” gives another target to the same indicator: %(kpi)s.")
    return Flag("contradiction", sentence % {"other": others[0], "kpi": kpi.name, "count": more})


def two_leaders(others: Sequence[Objective]) -> Flag:
    more = len(others) - 1
    sentence = ngettext(
        "“%(other)s” and another objective pursue the same thing under another person.",
        "“%(other)s” and %(count)d other objectives pursue the same thing under another person.",
        more,
    )
    if not more:
        sentence = _("“%(other)s” pursues the same thing under another person.")
    return Flag("deciders", sentence % {"other": others[0], "count": more})

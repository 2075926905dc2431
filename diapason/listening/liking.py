"""What people like and dislike, read from sums: each aspect with the opinions of the parts of texts that speak of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.core import charts
from diapason.listening import labels
from diapason.listening.figures import Lead
from diapason.listening.filtering import leading
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.store.base import Tally, What
from diapason.listening.understanding.aspects import ASPECTS
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

READ = gettext_lazy(
    "Parts of French and English mentions that speak of it, by the opinion that was read in them. About one in four is read wrong. A bar "
    "opens all mentions that speak of the aspect, those without an opinion too."
)
COMPARED = 4  # queries beside each other


def aspects(query: Query, period: Period) -> list[Tally]:
    """The most spoken of first."""
    if not query.shown_id:
        return []
    return store().top([query.shown_id], What.ASPECT, period.start, period.end, len(ASPECTS))


def chart(query: Query, period: Period, lead: Lead) -> charts.Chart:
    """`lead`: the address of the mentions of a period (`filtering.leading`)."""
    rows, all_of_them = aspects(query, period), lead(period)
    return charts.Chart(
        title=_("What people like and dislike"),
        heads=[labels.of_aspect(each.value) for each in rows],
        series=[
            charts.Series(_("Liked"), [each.positive for each in rows]),
            charts.Series(_("Disliked"), [each.negative for each in rows]),
        ],
        kind="bars",
        first=_("Aspect"),
        definition=READ,
        links=[f"{all_of_them}&aspect={each.value}" for each in rows],
    )


@dataclass(frozen=True, slots=True)
class Opinions:
    """Of one aspect, in the order of the queries; None where nobody spoke of it."""

    name: str
    cells: list[tuple[Tally, str] | None]


def compared(workspace: Workspace, queries: Sequence[Query], period: Period) -> list[Opinions]:
    """Aspects against queries, with the address of what was said; those that are spoken of most come first."""
    leads = {query: leading(workspace, query)(period) for query in queries[:COMPARED]}
    found = {query: {each.value: each for each in aspects(query, period)} for query in leads}
    many = {name: sum(each[name].mentions for each in found.values() if name in each) for name in ASPECTS}
    rows = []
    for name in sorted((name for name in ASPECTS if many[name]), key=lambda name: -many[name]):
        cells = [(each[name], f"{leads[query]}&aspect={name}") if name in each else None for query, each in found.items()]
        rows.append(Opinions(labels.of_aspect(name), cells))
    return rows

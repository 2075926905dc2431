"""Moments as the calendar shows them: those of the brand's market, and its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models import BrandMoment
from diapason.editorial.moments import Kind, moments_between
from diapason.workspaces.members import Member

OWN = "own"
KINDS: dict[str, Promise | str] = {
    OWN: _("The brand’s own"),
    Kind.PUBLIC_HOLIDAY: _("Public holidays"),
    Kind.COMMERCIAL: _("Commercial moments"),
    Kind.CULTURAL: _("Culture"),
    Kind.CAUSE: _("Causes"),
    Kind.SEASON: _("Seasons"),
    Kind.CALENDAR: _("Life of the year"),
}
PHASES = ("before", "during", "after")


@dataclass(frozen=True, slots=True)
class Band:
    """A moment of one year. `key` is that of the almanac, or `own-12` for the brand's; `advice` may lack a phase."""

    key: str
    name: str
    kind: str
    start: date
    end: date
    advice: dict[str, str]
    approximate: bool = False
    source: str = ""
    own: int | None = None
    yearly: bool = False

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    def day_of(self, phase: str) -> date:
        """A day to publish on: a week before it, its first day, two days after it."""
        return {"before": self.start - timedelta(days=7), "during": self.start, "after": self.end + timedelta(days=2)}[phase]


def between(member: Member, start: date, end: date, hidden: Iterable[str] = ()) -> list[Band]:
    """The moments with a day between two days, both included, by first day; those of the `hidden` kinds are left out. One query."""
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    left_out = set(hidden)
    found = [
        Band(each.key, each.names[language], each.kind, each.start, each.end, dict(each.advice[language]), each.approximate, each.source)
        for each in moments_between(start, end, member.workspace.market)
        if each.kind not in left_out
    ]
    if OWN not in left_out:
        for moment in BrandMoment.objects.filter(workspace=member.workspace):
            found += [own(moment, *days) for days in occurrences(moment, start, end)]
    return sorted(found, key=lambda each: (each.start, each.end, each.key))


def own(moment: BrandMoment, start: date, end: date) -> Band:
    advice = {phase: text for phase in PHASES if (text := getattr(moment, phase))}
    return Band(f"own-{moment.pk}", moment.name, OWN, start, end, advice, own=moment.pk, yearly=moment.yearly)


def occurrences(moment: BrandMoment, start: date, end: date) -> list[tuple[date, date]]:
    """(first day, last day) of each time that the moment falls within the span."""
    length = moment.ends_on - moment.starts_on
    years = range(start.year - 1, end.year + 1) if moment.yearly else [moment.starts_on.year]
    firsts = [in_year(moment.starts_on, year) for year in years if year >= moment.starts_on.year]
    return [(first, first + length) for first in firsts if first <= end and first + length >= start]


def in_year(day: date, year: int) -> date:
    """The same day of another year; the 28th where there is no 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)

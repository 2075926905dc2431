"""Where something is said: countries and sources, as screens show them."""

from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from django.utils.translation import get_language

from diapason.listening import figures
from diapason.listening.models import Query, Source
from diapason.listening.store.base import Tally, What
from diapason.workspaces.periods import Period

MOST = 250  # there are fewer countries
SHADES = 5


@dataclass(frozen=True, slots=True)
class Country:
    """`code` in two capitals; `value` as it is counted and asked for. `shade` from 1 to 5, by its part of the most."""

    code: str
    name: str
    tally: Tally
    share: Decimal
    shade: int

    @property
    def value(self) -> str:
        return self.tally.value


def countries(query: Query, period: Period) -> list[Country]:
    """Those that are known, the most frequent first; `share` is among mentions whose country is known."""
    found: dict[str, Tally] = {}
    for each in figures.top(query, What.COUNTRY, period, MOST):
        code = each.value.upper()
        found[code] = figures.together(found[code], each) if code in found else each
    total, most = sum(each.mentions for each in found.values()), max((each.mentions for each in found.values()), default=0)
    rows = [
        Country(code, name_of(code), each, Decimal(each.mentions) / total, shade(each.mentions, most))
        for code, each in found.items()
        if len(code) == 2 and code.isalpha()
    ]
    return sorted(rows, key=lambda row: (-row.tally.mentions, row.name))


def shade(mentions: int, most: int) -> int:
    return max(1, -(-mentions * SHADES // most))


def name_of(code: str) -> str:
    """« Royaume-Uni » in French; the code itself where it has no name."""
    return str(Locale.parse((get_language() or "en")[:2]).territories.get(code, code))


def sources(query: Query, period: Period, limit: int) -> list[tuple[str, Tally]]:
    """Each with its name."""
    found = figures.top(query, What.SOURCE, period, limit)
    rows = Source.objects.filter(workspace=query.workspace_id, pk__in=[each.value for each in found]).select_related("space")
    names = {source.pk: str(source) for source in rows}
    return [(names.get(int(each.value), each.value), each) for each in found]

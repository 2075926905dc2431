"""Clicks and conversions of links, for lists and pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from diapason.core import charts
from diapason.links import money
from diapason.links.models import ClickHour, Conversion, Link
from diapason.workspaces.models import Workspace


@dataclass(slots=True)
class Figures:
    """Of one link since it was made. `values` are amounts by currency."""

    clicks: int = 0
    repeats: int = 0
    bots: int = 0
    conversions: int = 0
    values: dict[str, Decimal] | None = None


def of(links: Iterable[Link]) -> dict[int, Figures]:
    """Two queries, however many links."""
    ids = [link.pk for link in links]
    found = {pk: Figures(values={}) for pk in ids}
    sums = ClickHour.objects.filter(link__in=ids).values_list("link").annotate(Sum("clicks"), Sum("repeats"), Sum("bots"))
    for link, clicks, repeats, bots in sums:
        found[link].clicks, found[link].repeats, found[link].bots = clicks, repeats, bots
    sales = Conversion.objects.filter(link__in=ids).values_list("link", "currency").annotate(Count("id"), Sum("minor"))
    for link, currency, orders, minor in sales:
        found[link].conversions += orders
        if minor is not None:
            (found[link].values or {})[currency] = money.major(minor, currency)
    return found


def daily(workspace: Workspace, hours: QuerySet[ClickHour], today: date, days: int = 30) -> charts.Chart:
    """Clicks a day, to today."""
    first = today - timedelta(days=days - 1)
    rows = hours.annotate(day=TruncDate("hour", tzinfo=workspace.tz)).filter(day__gte=first).values_list("day").annotate(Sum("clicks"))
    counted = dict(rows.order_by("day"))
    span = [first + timedelta(days=number) for number in range(days)]
    return charts.Chart(
        title=_("Clicks a day"),
        heads=charts.days(span),
        series=[charts.Series(_("Clicks"), [counted.get(day, 0) for day in span])],
        kind="columns",
        first=_("Day"),
        definition=_("People only: machines, and the same person again within 30 minutes, are counted apart."),
    )


def exported(links: QuerySet[Link]) -> QuerySet[Link]:
    """The links with their sums, for a file: one query."""
    return links.annotate(
        clicks=Sum("hours__clicks", default=0),
        repeats=Sum("hours__repeats", default=0),
        bots=Sum("hours__bots", default=0),
    )

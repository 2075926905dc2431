"""Daily figures as series: one for each metric, space and unit, with a value or a null for each day asked for."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Min, Sum

from diapason.api.schemas.metrics import DayOut, SeriesOut
from diapason.insights.metrics import CATALOGUE, OF_POSTS
from diapason.insights.models import DailyFigure, Outcome
from diapason.insights.reading import STREAM
from diapason.territory.models import Stream
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

Key = tuple[str, int | None, str]


def series(workspace: Workspace, period: Period, *, metric: str | None = None, space_id: int | None = None) -> list[SeriesOut]:
    """Four queries, whatever the period."""
    figures = DailyFigure.objects.filter(workspace=workspace, metric__in=[metric] if metric else CATALOGUE)
    if space_id:
        figures = figures.filter(space=space_id)
    names = ("metric", "space", "unit")
    began = {tuple(row[:3]): row[3] for row in figures.values_list(*names).annotate(Min("day")).order_by(*names)}
    values: dict[Key, dict[date, Decimal]] = {}
    rows = figures.filter(day__range=(period.start, period.end)).values_list(*names, "day").annotate(Sum("value")).order_by()
    for name, space, unit, day, value in rows:
        values.setdefault((name, space, unit), {})[day] = value
    read = Readings(workspace)
    today = workspace.today
    return [one(key, first, values.get(key, {}), period, today, read) for key, first in began.items()]


class Readings:
    """When each space was last read: its posts, and its account."""

    def __init__(self, workspace: Workspace) -> None:
        rows = Outcome.objects.filter(workspace=workspace).values_list("space").annotate(Max("read_at")).order_by()
        self.posts: dict[int, datetime | None] = dict(rows)
        streams = Stream.objects.filter(space__workspace=workspace, name=STREAM).values_list("space", "read_at")
        self.accounts: dict[int, datetime | None] = dict(streams)

    def at(self, metric: str, space: int | None) -> datetime | None:
        if space is None:
            return None
        if CATALOGUE[metric].level:
            return self.accounts.get(space)
        return self.posts.get(space) if metric in OF_POSTS else None


def one(key: Key, first: date, values: dict[date, Decimal], period: Period, today: date, read: Readings) -> SeriesOut:
    metric, space, unit = key
    level = CATALOGUE[metric].level

    def value(day: date) -> float | None:
        if day in values:
            return float(values[day])
        return None if level or day < first or day > today else 0.0

    days = [period.start + timedelta(days=number) for number in range(period.days)]
    return SeriesOut(
        metric=metric,
        space_id=space,
        unit=unit,
        level=level,
        source=str(CATALOGUE[metric].source),
        read_at=read.at(metric, space),
        days=[DayOut(day=day, value=value(day)) for day in days],
    )

"""Daily figures: adding what was just read, and adding up again what links counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from diapason.insights.metrics import FROM_LINKS, OF_POSTS, earned, kept
from diapason.insights.models import DailyFigure, Outcome, Sample, SpaceDay
from diapason.links import money
from diapason.links.models import ClickHour, Conversion, Link
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Addition:
    """What one reading adds to one day."""

    day: date
    space_id: int | None
    objective_id: int | None
    metric: str
    value: Decimal | int
    unit: str = ""


ADD = """
INSERT INTO insights_dailyfigure (workspace_id, day, metric, space_id, objective_id, unit, value)
SELECT %s, day, metric, space, objective, unit, sum(value)
FROM unnest(%s::date[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::numeric[])
  AS new (day, metric, space, objective, unit, value)
GROUP BY day, metric, space, objective, unit
ORDER BY day, metric, space, objective, unit
ON CONFLICT (workspace_id, day, metric, space_id, objective_id, unit) DO UPDATE SET value = insights_dailyfigure.value + EXCLUDED.value
"""
SET = ADD.replace("insights_dailyfigure.value + EXCLUDED.value", "EXCLUDED.value").replace("sum(value)", "max(value)")


def write(workspace_id: int, additions: Iterable[Addition], statement: str) -> None:
    rows = [row for row in additions if row.value or statement is SET]
    if not rows:
        return
    columns = zip(*((row.day, row.metric, row.space_id, row.objective_id, row.unit, Decimal(row.value)) for row in rows), strict=True)
    with connection.cursor() as cursor:
        # One writer of a brand at a time: the sums by space are kept in the same breath, in an order of their own.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insights.sums'), %s)", [workspace_id])
        cursor.execute(statement, [workspace_id, *map(list, columns)])


def add(workspace_id: int, additions: Iterable[Addition]) -> None:
    """Adds to the days. In one fixed order, so that two workers never wait for each other."""
    write(workspace_id, additions, ADD)


def put(workspace_id: int, levels: Iterable[Addition]) -> None:
    """Sets the days' levels: the last reading of a day wins."""
    write(workspace_id, levels, SET)


SUM_AGAIN = """
INSERT INTO insights_spaceday (workspace_id, day, metric, space_id, unit, value, figures)
SELECT workspace_id, day, metric, space_id, unit, sum(value), count(*)
FROM insights_dailyfigure WHERE workspace_id = %s GROUP BY workspace_id, day, metric, space_id, unit
"""


@transaction.atomic
def sum_again(workspace_id: int) -> int:
    """Makes the sums by space anew from the daily figures; how many there are. Never needed, unless a table was edited by hand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insights.sums'), %s)", [workspace_id])
        cursor.execute("LOCK TABLE insights_dailyfigure IN SHARE ROW EXCLUSIVE MODE")
        SpaceDay.objects.filter(workspace=workspace_id).delete()
        cursor.execute(SUM_AGAIN, [workspace_id])
        return int(cursor.rowcount)


def history(outcome: Outcome, workspace: Workspace) -> list[Addition]:
    """All that this delivery ever added, day by day, computed again from its samples."""
    before: dict[str, int] = {}
    found = [Addition(outcome.published_at.astimezone(workspace.tz).date(), outcome.space_id, outcome.objective_id, "posts", 1)]
    for sample in Sample.objects.filter(delivery_id=outcome.pk, metric__in=OF_POSTS).order_by("read_at", "id"):
        day, value = sample.read_at.astimezone(workspace.tz).date(), int(sample.value)
        gain = earned(sample.metric, before.get(sample.metric), value)
        before[sample.metric] = kept(sample.metric, before.get(sample.metric), value)
        found.append(Addition(day, outcome.space_id, outcome.objective_id, sample.metric, gain))
    return found


@transaction.atomic
def move(outcome: Outcome, workspace: Workspace, objective_id: int | None) -> None:
    """The post now serves another objective: what it brought goes with it, past days included."""
    was = history(outcome, workspace)
    moves = [Addition(row.day, row.space_id, row.objective_id, row.metric, -row.value) for row in was]
    moves += [Addition(row.day, row.space_id, objective_id, row.metric, row.value) for row in was]
    add(workspace.pk, moves)
    Outcome.objects.filter(pk=outcome.pk).update(objective_id=objective_id)


CLICKS = """
INSERT INTO insights_dailyfigure (workspace_id, day, metric, space_id, objective_id, unit, value)
SELECT %(workspace)s, (hours.hour AT TIME ZONE %(zone)s)::date, 'clicks', link.space_id, post.objective_id, '', sum(hours.clicks)
FROM links_clickhour AS hours JOIN links_link AS link ON link.id = hours.link_id
LEFT JOIN editorial_post AS post ON post.id = link.post_id
WHERE link.workspace_id = %(workspace)s AND hours.hour >= %(start)s
GROUP BY 2, 4, 5 HAVING sum(hours.clicks) > 0
"""


def local_midnight(workspace: Workspace, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=workspace.tz)


@transaction.atomic
def fold_links(workspace: Workspace, since: date) -> None:
    """Counts again what links brought from `since` on: idempotent, so that it may run as often as one likes."""
    start = local_midnight(workspace, since)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insights.fold'), %s)", [workspace.pk])
        DailyFigure.objects.filter(workspace=workspace, day__gte=since, metric__in=FROM_LINKS).delete()
        cursor.execute(CLICKS, {"workspace": workspace.pk, "zone": workspace.time_zone, "start": start})
    add(workspace.pk, sales(workspace, start))
    touched = Link.objects.filter(workspace=workspace, delivery_key__isnull=False)
    recent = Q(hours__hour__gte=start) | Q(conversions__at__gte=start)
    fold_outcomes({key for key in touched.filter(recent).values_list("delivery_key", flat=True) if key})


def sales(workspace: Workspace, start: datetime) -> list[Addition]:
    """Conversions by day, space, objective and currency; those that no link of ours led to are not counted."""
    rows = (
        Conversion.objects.filter(workspace=workspace, at__gte=start, link__isnull=False)
        .annotate(day=TruncDate("at", tzinfo=workspace.tz))
        .values_list("day", "link__space", "link__post__objective", "currency")
        .annotate(orders=Count("id"), minor=Sum("minor"))
    )
    found = []
    for day, space, objective, currency, orders, minor in rows:
        found.append(Addition(day, space, objective, "conversions", orders))
        if minor:
            found.append(Addition(day, space, objective, "conversion_value", money.major(minor, currency), currency))
    return found


def fold_outcomes(keys: Iterable[UUID | None]) -> None:
    """What the links of these deliveries brought in all. In several currencies: the largest number is shown."""
    outcomes = {
        outcome.delivery.key: outcome
        for outcome in Outcome.objects.select_related("delivery").filter(delivery__key__in=[key for key in keys if key])
    }
    by_key = "link__delivery_key"
    for outcome in outcomes.values():
        outcome.clicks, outcome.conversions, outcome.value, outcome.currency = 0, 0, None, ""
    for key, clicks in ClickHour.objects.filter(link__delivery_key__in=outcomes).values_list(by_key).annotate(Sum("clicks")):
        outcomes[key].clicks = clicks
    rows = Conversion.objects.filter(link__delivery_key__in=outcomes).values_list(by_key, "currency").annotate(Count("id"), Sum("minor"))
    for key, currency, orders, minor in rows:
        outcome = outcomes[key]
        outcome.conversions = (outcome.conversions or 0) + orders
        if minor and (amount := money.major(minor, currency)) > (outcome.value or 0):
            outcome.value, outcome.currency = amount, currency
    Outcome.objects.bulk_update(outcomes.values(), ["clicks", "conversions", "value", "currency"], batch_size=500)

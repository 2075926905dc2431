"""Gathering the facts of a report, and reading them back. Figures only: no word of any language is kept."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import ExtractIsoWeekDay

from diapason.editorial.models import Post
from diapason.insights import dashboard, kpis, networks, posts_table, progress
from diapason.insights.dashboard import Compared
from diapason.insights.kpis import Value
from diapason.insights.models import Outcome
from diapason.insights.networks import Row
from diapason.listening import handling
from diapason.strategy.kpis import CATALOGUE
from diapason.strategy.models import Objective
from diapason.workspaces import cutting
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

VERSION = 1
BEST = 10
QUOTED = 20
# A comparison of groups says something only when each has this many posts.
ENOUGH = 4


@dataclass(slots=True)
class Goal:
    """An objective as it stood: `value` in the unit of its indicator; see `progress.Progress`."""

    name: str
    value: Value
    target: Decimal
    share: Decimal | None
    elapsed: Decimal
    points: int | None
    forecast: Decimal | None
    state: str


@dataclass(slots=True)
class BestPost:
    title: str
    network: str
    space: str
    published: date
    url: str
    figures: dict[str, int | None]


@dataclass(slots=True)
class Facts:
    """What a report says. `weekdays`: mean engagement and number of posts by ISO day; `unlinked`: posts without a link. `said`: mentions
    that it quotes, by their numbers: their words are read where they are kept, and are gone from it once they are forgotten there."""

    period: Period
    indicators: list[Compared]
    goals: list[Goal] = field(default_factory=list)
    networks: list[Row] = field(default_factory=list)
    posts: list[BestPost] = field(default_factory=list)
    days: dict[str, list[tuple[date, Decimal | None]]] = field(default_factory=dict)
    weekdays: dict[int, tuple[float, int]] = field(default_factory=dict)
    linked: int = 0
    unlinked: int = 0
    mean_engagement: float | None = None
    idle: int = 0
    said: list[int] = field(default_factory=list)

    def indicator(self, code: str) -> Compared:
        return next(row for row in self.indicators if row.now.kpi.code == code)


def gather(workspace: Workspace, period: Period) -> dict[str, Any]:
    """The facts of the period, as JSON."""
    found = dashboard.results(workspace, period)
    rows = posts_table.rows(workspace, period, posts_table.Filters())
    best = rows.exclude(engagement=None).order_by(F("engagement").desc(), "-delivery_id")[:BEST]
    counts = rows.aggregate(linked=Count("pk", filter=Q(clicks__isnull=False)), every=Count("pk"), mean=Avg("engagement"))
    without = Post.objects.filter(workspace=workspace, removed_at=None, objective=None, status=Post.Status.PUBLISHED)
    start, end = period.bounds(workspace)
    return {
        "version": VERSION,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "indicators": [[dump(row.now), dump(row.before)] for row in found.indicators],
        "goals": goals(workspace, period),
        "networks": [[row.network, [dump(value) for value in row.values], [dump(value) for value in row.before]] for row in found.networks],
        "posts": [post(outcome, workspace) for outcome in best],
        "days": days(workspace, period),
        "weekdays": weekdays(workspace, rows),
        "linked": counts["linked"],
        "unlinked": counts["every"] - counts["linked"],
        "mean_engagement": counts["mean"] and float(counts["mean"]),
        "idle": without.filter(publish_at__gte=start, publish_at__lt=end).count(),
        "said": handling.evidence(workspace, start, end, QUOTED),
    }


def dump(value: Value) -> list[str | None]:
    """The reason of a missing value and the basis of a ratio are computed again when read, from what they are about."""
    return [value.kpi.code, None if value.value is None else str(value.value), value.unit]


def goals(workspace: Workspace, period: Period) -> list[dict[str, Any]]:
    running = Objective.objects.filter(workspace=workspace, starts_on__lte=period.end, due_on__gte=period.start)
    objectives = list(
        running.filter(Q(closed_at=None) | Q(closed_at__date__gte=period.start)).prefetch_related("targets").order_by("due_on")
    )
    today = min(period.end, workspace.today)
    reached = progress.of(workspace, objectives, today)
    return [goal(objective, row) for objective in objectives for row in reached[objective.pk]]


def goal(objective: Objective, row: progress.Progress) -> dict[str, Any]:
    return {
        "name": objective.name,
        "value": dump(row.value),
        "target": str(row.target.value),
        "share": None if row.share is None else str(row.share),
        "elapsed": str(row.elapsed),
        "points": row.points,
        "forecast": None if row.forecast is None else str(row.forecast),
        "state": row.state,
    }


def post(outcome: Outcome, workspace: Workspace) -> dict[str, Any]:
    return {
        "title": outcome.post.title if outcome.post else "",
        "network": outcome.network,
        "space": outcome.space.name,
        "published": outcome.published_at.astimezone(workspace.tz).date().isoformat(),
        "url": outcome.delivery.remote_url,
        "figures": {
            name: getattr(outcome, name) for name in ("reach", "engagement", "likes", "reposts", "replies", "clicks", "conversions")
        },
    }


def days(workspace: Workspace, period: Period) -> dict[str, list[tuple[str, str | None]]]:
    folded = dashboard.by_part(workspace, period, ["engagement", "reach", "clicks"])
    parts = cutting.buckets(period)
    return {
        code: [(part.start.isoformat(), None if value is None else str(value)) for part, value in zip(parts, values, strict=True)]
        for code, values in folded.items()
        if any(value is not None for value in values)
    }


def weekdays(workspace: Workspace, rows: Any) -> dict[str, list[float]]:
    by_day = rows.exclude(engagement=None).annotate(weekday=ExtractIsoWeekDay("published_at", tzinfo=workspace.tz)).order_by()
    return {str(day): [float(mean), count] for day, mean, count in by_day.values_list("weekday").annotate(Avg("engagement"), Count("pk"))}


def load(data: dict[str, Any]) -> Facts:
    """The facts of a report that was kept."""
    return Facts(
        period=Period(date.fromisoformat(data["start"]), date.fromisoformat(data["end"])),
        indicators=[Compared(value(now), value(before)) for now, before in data["indicators"]],
        goals=[read_goal(item) for item in data["goals"]],
        networks=[
            Row(slug, networks.name_of(slug), [value(item) for item in now], [value(item) for item in before])
            for slug, now, before in data["networks"]
        ],
        posts=[BestPost(**{**item, "published": date.fromisoformat(item["published"])}) for item in data["posts"]],
        days={code: [(date.fromisoformat(day), number(found)) for day, found in points] for code, points in data["days"].items()},
        weekdays={int(day): (mean, count) for day, (mean, count) in data["weekdays"].items()},
        linked=data["linked"],
        unlinked=data["unlinked"],
        mean_engagement=data["mean_engagement"],
        idle=data["idle"],
        said=data.get("said", []),
    )


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def value(item: list[str | None]) -> Value:
    code, amount, unit = item
    return Value(CATALOGUE[code or ""], number(amount), kpis.REASONS.get(code or "", "") if amount is None else "", unit=unit or "")


def read_goal(item: dict[str, Any]) -> Goal:
    return Goal(
        item["name"],
        value(item["value"]),
        Decimal(item["target"]),
        number(item["share"]),
        Decimal(item["elapsed"]),
        item["points"],
        number(item["forecast"]),
        item["state"],
    )

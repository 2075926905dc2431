"""Which deliveries are followed, and for which objective."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from diapason.core import clock
from diapason.insights import rollup, schedule
from diapason.insights.models import Outcome
from diapason.insights.rollup import Addition
from diapason.links.models import ClickHour, Conversion, Link
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Workspace

BATCH = 2000


@transaction.atomic
def follow_published(batch: int = BATCH) -> int:
    """Gives every newly published post its outcome and its place in the reading schedule. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('insights.follow'))")
        if not cursor.fetchone()[0]:
            return 0
    fresh = (
        Delivery.objects.filter(kind=Delivery.Kind.POST, state=Delivery.State.PUBLISHED, published_at__isnull=False)
        .filter(~Exists(Outcome.objects.filter(pk=OuterRef("pk"))))
        .annotate(linked=Exists(Link.objects.filter(delivery_key=OuterRef("key"))))
        .select_related("variant__post", "space", "workspace")
        .order_by("pk")[:batch]
    )
    outcomes: list[Outcome] = []
    gains: dict[int, list[Addition]] = {}
    for delivery in fresh:
        outcome = outcome_of(delivery, linked=delivery.linked)
        outcome.next_read_at = first_read(delivery, outcome)
        outcomes.append(outcome)
        day = outcome.published_at.astimezone(delivery.workspace.tz).date()
        gains.setdefault(delivery.workspace_id, []).append(Addition(day, delivery.space_id, outcome.objective_id, "posts", 1))
    Outcome.objects.bulk_create(outcomes)
    for workspace_id, additions in gains.items():
        rollup.add(workspace_id, additions)
    return len(outcomes)


def outcome_of(delivery: Delivery, *, linked: bool) -> Outcome:
    post = delivery.variant.post if delivery.variant else None
    return Outcome(
        delivery=delivery,
        workspace_id=delivery.workspace_id,
        space_id=delivery.space_id,
        network=delivery.space.network,
        post=post,
        objective_id=post.objective_id if post else None,
        published_at=delivery.published_at or clock.now(),
        clicks=0 if linked else None,
        conversions=0 if linked else None,
    )


def first_read(delivery: Delivery, outcome: Outcome) -> datetime | None:
    """None where the network gives no figures, or a person posted by hand what no reading can find."""
    if not delivery.remote_id or not delivery.space.net.can("insights"):
        return None
    return schedule.next_read(outcome.published_at, outcome.published_at)


def move_changed(batch: int = BATCH) -> int:
    """Posts whose objective was changed since: what they brought goes with them. Returns how many deliveries moved."""
    moved = Outcome.objects.filter(post__isnull=False).exclude(Q(objective=F("post__objective")) | Q(objective=None, post__objective=None))
    earliest: dict[Workspace, date] = {}
    rows = list(moved.select_related("post", "workspace")[:batch])
    for outcome in rows:
        workspace = outcome.workspace
        rollup.move(outcome, workspace, outcome.post.objective_id if outcome.post else None)
        day = outcome.published_at.astimezone(workspace.tz).date()
        earliest[workspace] = min(earliest.get(workspace, day), day)
    for workspace, day in earliest.items():
        rollup.fold_links(workspace, day)
    return len(rows)


def fold_recent() -> int:
    """Counts again yesterday's and today's clicks of every brand that had one."""
    now = clock.now()
    since = now - timedelta(hours=2)
    brands = Workspace.objects.filter(
        Exists(ClickHour.objects.filter(link__workspace=OuterRef("pk"), hour__gte=since - timedelta(hours=1)))
        | Exists(Conversion.objects.filter(workspace=OuterRef("pk"), at__gte=since))
    )
    for workspace in brands:
        rollup.fold_links(workspace, now.astimezone(workspace.tz).date() - timedelta(days=1))
    return len(brands)

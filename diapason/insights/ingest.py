"""Keeping what a network said: a sample where a figure changed, the latest on the outcome, the gain on its day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from diapason.insights import rollup, schedule
from diapason.insights.metrics import CATALOGUE, OF_POSTS, earned, engagement, kept
from diapason.insights.models import Outcome, Sample
from diapason.insights.rollup import Addition
from diapason.networks.base.content import Figure
from diapason.territory.models import Space

COLUMNS = [*OF_POSTS, "engagement", "sources", "read_at", "reads", "missed", "next_read_at", "gone_at"]


@transaction.atomic
def posts(space: Space, asked: Iterable[Outcome], found: Mapping[str, list[Figure]], at: datetime) -> int:
    """Keeps one answer. `asked` are the outcomes whose posts were asked for (with their delivery); `found` the figures
    by remote id. A post that the answer leaves out is gone after three such answers. Returns how many figures changed."""
    ids = [outcome.pk for outcome in asked]
    locked = list(Outcome.objects.select_for_update(of=("self",)).select_related("delivery").filter(pk__in=ids).order_by("pk"))
    samples: list[Sample] = []
    gains: list[Addition] = []
    day = at.astimezone(space.workspace.tz).date()
    for outcome in locked:
        figures = found.get(outcome.delivery.remote_id)
        if figures is None:
            miss(outcome, at)
            continue
        outcome.missed, outcome.gone_at = 0, None
        changed = take(outcome, figures, at)
        samples += [sample_of(space, figure, at, outcome) for figure, _gain in changed]
        gains += [Addition(day, space.pk, outcome.objective_id, figure.metric, gain) for figure, gain in changed]
        outcome.reads, outcome.read_at = outcome.reads + 1, at
        outcome.next_read_at = schedule.next_read(outcome.published_at, at)
    Sample.objects.bulk_create(samples)
    Outcome.objects.bulk_update(locked, COLUMNS)
    rollup.add(space.workspace_id, gains)
    return len(samples)


def take(outcome: Outcome, figures: list[Figure], at: datetime) -> list[tuple[Figure, int]]:
    """Puts the figures on the outcome; those that changed, with what each adds. One that the network no longer gives
    stays as it was last read."""
    changed = []
    for figure in figures:
        if figure.metric not in OF_POSTS:
            continue
        before, now = getattr(outcome, figure.metric), round(figure.value)
        if before is None or now != before:
            setattr(outcome, figure.metric, kept(figure.metric, before, now))
            changed.append((figure, earned(figure.metric, before, now)))
        outcome.sources[figure.metric] = figure.source
    outcome.engagement = engagement({code: getattr(outcome, code) for code in OF_POSTS})
    return changed


def sample_of(space: Space, figure: Figure, at: datetime, outcome: Outcome | None = None) -> Sample:
    value = Decimal(str(figure.value))
    return Sample(
        workspace_id=space.workspace_id,
        space=space,
        delivery_id=outcome.pk if outcome else None,
        metric=figure.metric,
        value=value,
        source=figure.source[:200],
        read_at=at,
    )


def miss(outcome: Outcome, at: datetime) -> None:
    outcome.missed += 1
    outcome.next_read_at = schedule.next_read(outcome.published_at, at)
    if outcome.missed >= schedule.MISSES:
        outcome.gone_at, outcome.next_read_at = at, None


@transaction.atomic
def account(space: Space, figures: Iterable[Figure], at: datetime) -> None:
    """Keeps the figures of the account itself: levels, of which the day's last counts."""
    known = [figure for figure in figures if figure.metric in CATALOGUE and CATALOGUE[figure.metric].level]
    Sample.objects.bulk_create(sample_of(space, figure, at) for figure in known)
    day = at.astimezone(space.workspace.tz).date()
    rollup.put(space.workspace_id, [Addition(day, space.pk, None, figure.metric, Decimal(str(figure.value))) for figure in known])

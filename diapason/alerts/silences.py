"""A source that usually brings mentions brings none: its feed has moved, its connector is broken, or everybody is on holiday.

A stretch of hours is held against the same hours of the last four weeks: a source that is silent every night or every weekend is not
told of.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from diapason.alerts import opening
from diapason.alerts.models import Alert
from diapason.core import clock
from diapason.listening.models import Source
from diapason.listening.store import store
from diapason.listening.store.base import Period

STRETCHES = (timedelta(hours=72), timedelta(hours=24), timedelta(hours=6))  # the longest first
WEEK = timedelta(days=7)
WEEKS = 4
EACH, TOGETHER = 2, 12  # mentions at least in the same hours of each of these weeks, and in all of them
THRESHOLD = 1.0


def look_at_all() -> int:
    """Every hour; how many sources are silent."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    sources = {each.pk: each for each in Source.objects.filter(removed_at=None, paused_at=None).exclude(kind=Source.Kind.ARCHIVE)}
    silent: dict[int, tuple[timedelta, float]] = {}
    for stretch in STRETCHES:
        for pk, usual in silent_for(sources, stretch, now).items():
            silent.setdefault(pk, (stretch, usual))
    for pk, (stretch, usual) in sorted(silent.items()):
        tell_of(pk, stretch, usual, now)
    return len(silent)


def silent_for(sources: Mapping[int, Source], stretch: timedelta, now: datetime) -> dict[int, float]:
    """Those that brought nothing in the stretch, with what was usual in the same hours."""
    brought = [store().brought(list(sources), Period(now - stretch - week * WEEK, now - week * WEEK)) for week in range(WEEKS + 1)]
    found = {}
    for pk, source in sources.items():
        before = [weeks.get(pk, 0) for weeks in brought[1:]]
        young = source.created_at > now - WEEKS * WEEK - stretch
        if not brought[0].get(pk) and min(before) >= EACH and sum(before) >= TOGETHER and not young:
            found[pk] = sum(before) / WEEKS
    return found


@transaction.atomic
def tell_of(pk: int, stretch: timedelta, usual: float, now: datetime) -> None:
    """One silence is one alert, however long it lasts."""
    source = (
        Source.objects.select_for_update(of=("self",)).select_related("workspace").filter(pk=pk, removed_at=None, paused_at=None).first()
    )
    if source is None:
        return
    lasting = Alert.objects.filter(source=source, kind=Alert.Kind.SILENCE, last_at__gte=now - stretch).order_by("-last_at").first()
    if lasting:
        lasting.last_at = now
        lasting.minutes = max(lasting.minutes, int(stretch.total_seconds() // 60))
        lasting.save(update_fields=["last_at", "minutes"])
        return
    minutes = int(stretch.total_seconds() // 60)
    found = opening.Finding(Alert.Kind.SILENCE, THRESHOLD, now - stretch, now, 0, usual, minutes=minutes)
    opening.meet(opening.Subject(source.workspace, source=source), found, THRESHOLD, now)

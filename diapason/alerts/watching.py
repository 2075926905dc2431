"""Looking at what was said lately of each query, and telling of what is unusual.

What was said more than two hours ago is settled: the detectors know it. What was said since is counted anew each time, the present five
minutes too: mentions of feeds that are read every hour come in late, and count when they come. All that one look does is one
transaction that holds the row of the watch: two workers never tell the same thing, one that is killed has told nothing.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from django.db import transaction

from diapason.alerts import opening, spreading, voices
from diapason.alerts.detection.detector import STEP
from diapason.alerts.detection.sensitivity import THRESHOLDS
from diapason.alerts.detection.series import Pair, Step
from diapason.alerts.models import Watch
from diapason.core import clock
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.store.base import Period, Recent

log = logging.getLogger(__name__)

LATE = timedelta(hours=2)  # what comes in later than this is not news
HISTORY = timedelta(days=28)  # that a new watch learns from
DAY = timedelta(days=1)
SPELL = 10  # seconds for which those that learn may keep the others waiting
FIVE_MINUTES = timedelta(seconds=STEP)


def step_of(moment: datetime) -> datetime:
    """The beginning of its five minutes."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % STEP, UTC)


def look_at_all() -> int:
    """Looks at every query of which something came in; how many were looked at. One that has weeks to learn takes a while: these come
    last, that of which most is said first, and every `SPELL` the others are looked at again."""
    looked, tried = 0, set[int]()
    while True:
        known, new = due()
        looked += sum(looked_at(watch.pk, stamp) for watch, stamp in known)
        new = [each for each in new if each[0].pk not in tried]
        if not new:
            return looked
        until = time.monotonic() + SPELL
        for watch, stamp in new:
            tried.add(watch.pk)
            looked += looked_at(watch.pk, stamp)
            if time.monotonic() >= until:
                break


type Due = list[tuple[Watch, str]]


def due() -> tuple[Due, Due]:
    """Those of which something came in, each with its new stamp; apart, those that have more than a day to learn."""
    now = clock.now()
    known: Due = []
    new: list[tuple[int, Watch, str]] = []
    for watches in by_brand().values():
        latest = latest_of([watch.query.shown_id for watch in watches if watch.query.shown_id], now)
        for watch in watches:
            said = latest.get(watch.query.shown_id or 0, [])
            stamp = stamp_of(now, said)
            if stamp == watch.looked:
                continue
            if watch.wording == watch.query.shown_id and watch.settled_at and watch.settled_at > now - DAY:
                known.append((watch, stamp))
            else:
                new.append((sum(each.mentions for each in said), watch, stamp))
    new.sort(key=lambda each: (-each[0], each[1].pk))
    return known, [(watch, stamp) for _said, watch, stamp in new]


def looked_at(pk: int, stamp: str) -> bool:
    """A watch that breaks keeps no other from being looked at; it is looked at again next time."""
    try:
        return look(pk, stamp)
    except Exception:
        log.exception("Watch %s could not be looked at", pk)
        return False


def by_brand() -> dict[int, list[Watch]]:
    """Of the queries that show something; those that are new are watched from now on."""
    shown = Query.objects.filter(removed_at=None, shown__past_done_at__isnull=False)
    new = [Watch(workspace_id=query.workspace_id, query=query) for query in shown.filter(watch=None)]
    Watch.objects.bulk_create(new, ignore_conflicts=True)
    found = defaultdict(list)
    for watch in Watch.objects.filter(query__in=shown).select_related("query").defer("state").order_by("pk"):
        found[watch.workspace_id].append(watch)
    return found


def latest_of(wordings: list[int], now: datetime) -> dict[int, list[Recent]]:
    found = defaultdict(list)
    for each in store().recent(wordings, Period(step_of(now - LATE), step_of(now) + FIVE_MINUTES), STEP):
        found[each.wording].append(each)
    return found


def stamp_of(now: datetime, latest: list[Recent]) -> str:
    """Another one when something came in, and every five minutes."""
    return f"{step_of(now):%d %H:%M} {sum(each.mentions for each in latest)} {sum(each.negative for each in latest)}"


@transaction.atomic
def look(pk: int, stamp: str = "") -> bool:
    """Whether it was looked at: another worker may be doing so."""
    locked = Watch.objects.select_for_update(skip_locked=True, of=("self",))
    watch = locked.select_related("query__workspace", "query__shown").filter(pk=pk).first()
    if watch is None or watch.query.shown is None or watch.query.shown.past_done_at is None:
        return False
    now = clock.now()
    pair = settle(watch, watch.query.shown.pk, now)
    zone, since = watch.query.workspace.tz, watch.settled_at or now
    if watch.sensitivity != Watch.Sensitivity.OFF:
        threshold = THRESHOLDS[watch.sensitivity]
        lately = list(steps(watch.query.shown.pk, since, step_of(now) + FIVE_MINUTES))
        unusual = pair.look(local(lately, zone), threshold)
        if unusual:
            opening.tell_of(watch, unusual, threshold, now)
        voices.look(watch, watch.query.shown.pk, now)
        spreading.look(watch, watch.query.shown.pk, sum(step.volume for step in lately), now)
    Watch.objects.filter(pk=pk).update(looked=stamp)
    return True


def settle(watch: Watch, wording: int, now: datetime) -> Pair:
    """The detectors, with all that was said until two hours ago, and kept so. They begin anew for another wording and after a long
    stop."""
    until = step_of(now - LATE)
    if watch.wording != wording or watch.settled_at is None or watch.settled_at < until - HISTORY:
        watch.state, watch.wording, watch.settled_at = {}, wording, until - HISTORY
    pair = Pair.restored(watch.state)
    if watch.settled_at < until:
        pair.learn(local(steps(wording, watch.settled_at, until), watch.query.workspace.tz))
        watch.state, watch.settled_at = pair.saved(), until
        watch.save(update_fields=["state", "settled_at", "wording"])
    return pair


def steps(wording: int, since: datetime, until: datetime) -> Iterator[Step]:
    """Every step of the period; where nothing was said it is 0."""
    counts = {each.at: each for each in store().recent([wording], Period(since, until), STEP)}
    for number in range((until - since) // FIVE_MINUTES):
        at = since + number * FIVE_MINUTES
        found = counts.get(at)
        yield Step(at, found.mentions, found.negative) if found else Step(at, 0, 0)


def local(found: Iterable[Step], zone: tzinfo) -> Iterator[Step]:
    """By the clock of the brand, of which days and nights are."""
    return (step._replace(at=step.at.astimezone(zone)) for step in found)

"""From something unusual to an alert: a new one, a worse one, or more of the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from diapason.alerts import telling
from diapason.alerts.detection.detector import STEP
from diapason.alerts.detection.merging import News, Told, judge
from diapason.alerts.detection.series import Pair, Unusual, course
from diapason.alerts.models import Alert, Telling, Watch
from diapason.listening.models import Query, Source
from diapason.listening.store import store
from diapason.listening.store.base import Period
from diapason.workspaces import events
from diapason.workspaces.members import system
from diapason.workspaces.models import Workspace

SERIOUS, SEVERE = 2, 4  # times the threshold
AROUND = 24  # hours before and after its beginning whose usual course is kept
KINDS = {"volume": Alert.Kind.SPIKE, "negative": Alert.Kind.NEGATIVITY}
# What becomes one alert: much talk and much anger are one matter.
TOGETHER: dict[str, tuple[str, ...]] = {kind: (kind,) for kind in Alert.Kind} | dict.fromkeys(KINDS.values(), tuple(KINDS.values()))
FIVE_MINUTES = timedelta(seconds=STEP)
Course = list[list[float]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an alert is about: a query, as it was worded, or a source."""

    workspace: Workspace
    query: Query | None = None
    wording: int | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something unusual, as `Alert` keeps it."""

    kind: Alert.Kind
    score: float
    began_at: datetime
    last_at: datetime
    seen: int
    expected: float
    spread: float = 0.0
    minutes: int = 0
    family: int | None = None


def tell_of(watch: Watch, unusual: Unusual, threshold: float, now: datetime) -> Alert:
    """Within the transaction that holds the watch."""
    said = unusual.verdict
    found = Finding(
        kind=KINDS[unusual.measure],
        score=said.score,
        began_at=beginning(watch, unusual),
        last_at=unusual.at + FIVE_MINUTES,
        seen=round(said.seen),
        expected=said.expected,
        spread=said.spread,
        minutes=said.minutes,
    )
    subject = Subject(watch.query.workspace, watch.query, watch.query.shown_id)
    return meet(subject, found, threshold, now, lambda: course_of(watch, unusual))


def beginning(watch: Watch, unusual: Unusual) -> datetime:
    """Where hardly anything is usual, what is unusual began with the first that was said in the hours that were looked at; else with
    the step that could not be overlooked any more."""
    if unusual.verdict.expected >= 1 or not watch.query.shown_id:
        return unusual.began_at
    until = unusual.at + FIVE_MINUTES
    since = until - timedelta(minutes=unusual.verdict.minutes)
    counted = store().recent([watch.query.shown_id], Period(since, until), STEP)
    said = [each.at for each in counted if (each.mentions if unusual.measure == "volume" else each.negative)]
    return min([unusual.began_at, *said])


def meet(subject: Subject, found: Finding, threshold: float, now: datetime, usual: Callable[[], Course] = list) -> Alert:
    """`usual` is asked for the course of a new alert only. The caller holds what the subject is watched by."""
    same = Alert.objects.filter(workspace=subject.workspace, query=subject.query, source=subject.source, kind__in=TOGETHER[found.kind])
    present = same.order_by("-told_at", "-id").first()
    news = judge(now, found.score, threshold, Told(present.told_at, present.told_score) if present else None)
    if present is None or news is News.NEW:
        return open_(subject, found, threshold, now, usual())
    carry_on(present, found, threshold)
    if news is News.WORSE:
        present.told_at, present.told_score = now, found.score
    present.save()
    if news is News.WORSE:
        events.record(system(subject.workspace), "alert.worsened", present)
        telling.tell(present, Telling.Why.WORSE, now)
    return present


def open_(subject: Subject, found: Finding, threshold: float, now: datetime, usual: Course) -> Alert:
    alert = Alert(
        workspace=subject.workspace,
        query=subject.query,
        wording=subject.wording,
        source=subject.source,
        began_at=found.began_at,
        last_at=found.last_at,
        opened_at=now,
        told_at=now,
        told_score=found.score,
        score=0,
        course=usual,
    )
    carry_on(alert, found, threshold)
    alert.save()
    events.record(system(subject.workspace), "alert.opened", alert)
    telling.tell(alert, Telling.Why.OPENED, now)
    return alert


def course_of(watch: Watch, unusual: Unusual) -> Course:
    """As the detectors knew it before anything was unusual."""
    first = first_hour(unusual.began_at).astimezone(watch.query.workspace.tz)
    settled = getattr(Pair.restored(watch.state), unusual.measure)
    return course(settled, (first + timedelta(hours=number) for number in range(2 * AROUND)))


def first_hour(began_at: datetime) -> datetime:
    """Of the course of an alert."""
    return began_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=AROUND)


def carry_on(alert: Alert, found: Finding, threshold: float) -> None:
    """What is worse now is kept, with its kind: what began as much talk may turn into much anger."""
    alert.last_at = max(alert.last_at, found.last_at)
    if found.score <= alert.score:
        return
    alert.kind, alert.score, alert.severity = found.kind, found.score, severity(found, threshold)
    alert.seen, alert.expected, alert.spread, alert.minutes = found.seen, found.expected, found.spread, found.minutes
    alert.family = found.family


def severity(found: Finding, threshold: float) -> str:
    """One account, or a source that is silent, is nothing to wake people for."""
    if found.kind in KINDS.values() and found.score >= SEVERE * threshold:
        return Alert.Severity.SEVERE
    return Alert.Severity.SERIOUS if found.score >= SERIOUS * threshold else Alert.Severity.NOTABLE

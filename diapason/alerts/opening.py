"""From something unusual to an alert: a new one, a worse one, or more of the same."""

from datetime import UTC, datetime, timedelta

from diapason.alerts import telling
from diapason.alerts.detection.detector import STEP
from diapason.alerts.detection.merging import News, Told, judge
from diapason.alerts.detection.series import Pair, Unusual, course
from diapason.alerts.models import Alert, Telling, Watch
from diapason.workspaces import events
from diapason.workspaces.members import system

SERIOUS, SEVERE = 2, 4  # times the threshold
AROUND = 24  # hours before and after its beginning whose usual course is kept
KINDS = {"volume": Alert.Kind.SPIKE, "negative": Alert.Kind.NEGATIVITY}
FIVE_MINUTES = timedelta(seconds=STEP)


def tell_of(watch: Watch, unusual: Unusual, threshold: float, now: datetime) -> Alert:
    """Within the transaction that holds the watch."""
    present = Alert.objects.filter(query=watch.query_id).order_by("-told_at", "-id").first()
    told = Told(present.told_at, present.told_score) if present else None
    news = judge(now, unusual.verdict.score, threshold, told)
    if news is News.NEW or present is None:
        return open_(watch, unusual, threshold, now)
    carry_on(present, unusual, threshold)
    if news is News.WORSE:
        present.told_at, present.told_score = now, unusual.verdict.score
    present.save()
    if news is News.WORSE:
        events.record(system(watch.query.workspace), "alert.worsened", present)
        telling.tell(present, Telling.Why.WORSE, now)
    return present


def open_(watch: Watch, unusual: Unusual, threshold: float, now: datetime) -> Alert:
    verdict = unusual.verdict
    alert = Alert(
        workspace=watch.query.workspace,
        query=watch.query,
        wording=watch.query.shown_id or 0,
        kind=KINDS[unusual.measure],
        began_at=unusual.began_at,
        last_at=unusual.at + FIVE_MINUTES,
        opened_at=now,
        told_at=now,
        told_score=verdict.score,
        score=0,
    )
    carry_on(alert, unusual, threshold)
    alert.course = course_of(watch, unusual)
    alert.save()
    events.record(system(watch.query.workspace), "alert.opened", alert)
    telling.tell(alert, Telling.Why.OPENED, now)
    return alert


def course_of(watch: Watch, unusual: Unusual) -> list[list[float]]:
    """As the detectors knew it before anything was unusual."""
    first = first_hour(unusual.began_at).astimezone(watch.query.workspace.tz)
    settled = getattr(Pair.restored(watch.state), unusual.measure)
    return course(settled, (first + timedelta(hours=number) for number in range(2 * AROUND)))


def first_hour(began_at: datetime) -> datetime:
    """Of the course of an alert."""
    return began_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=AROUND)


def carry_on(alert: Alert, unusual: Unusual, threshold: float) -> None:
    """What is worse now is kept, with its kind: what began as much talk may turn into much anger."""
    alert.last_at = max(alert.last_at, unusual.at + FIVE_MINUTES)
    verdict = unusual.verdict
    if verdict.score <= alert.score:
        return
    alert.kind, alert.score, alert.severity = KINDS[unusual.measure], verdict.score, severity(verdict.score, threshold)
    alert.seen, alert.expected, alert.spread, alert.minutes = round(verdict.seen), verdict.expected, verdict.spread, verdict.minutes


def severity(score: float, threshold: float) -> str:
    if score >= SEVERE * threshold:
        return Alert.Severity.SEVERE
    return Alert.Severity.SERIOUS if score >= SERIOUS * threshold else Alert.Severity.NOTABLE

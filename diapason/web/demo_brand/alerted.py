"""The alerts of the demo brand: its week of late deliveries, looked at hour by hour as the worker would have."""

from datetime import datetime, timedelta

from diapason.alerts import opening, watching
from diapason.alerts.detection.sensitivity import NORMAL
from diapason.alerts.models import Acknowledgement, Alert, Watch
from diapason.core import clock
from diapason.listening.models import Query
from diapason.web.demo_brand.heard import CRISIS_BEGAN, CRISIS_LASTED
from diapason.workspaces.models import Notification, Person, Workspace

BEFORE, AFTER = timedelta(days=CRISIS_BEGAN + 1), timedelta(days=CRISIS_BEGAN - CRISIS_LASTED)
ANSWERED = timedelta(minutes=12)  # after an alert


def tell(brand: Workspace, person: Person) -> None:
    """Whom it told has long read it, and `person` answers for it."""
    query = Query.objects.select_related("workspace", "shown").filter(workspace=brand, shown__isnull=False).order_by("pk")[0]
    watch = Watch.objects.create(workspace=brand, query=query)
    now = clock.now()
    at, end = watching.step_of(now - BEFORE), now - AFTER
    while at < end:
        look(watch, at)
        at += timedelta(hours=1)
    Watch.objects.filter(pk=watch.pk).update(state={}, settled_at=None, wording=None)
    for alert in Alert.objects.filter(workspace=brand):
        alert.tellings.update(at=alert.opened_at)
        Acknowledgement.objects.create(alert=alert, person=person, at=alert.opened_at + ANSWERED)
    Notification.objects.filter(workspace=brand, code__startswith="alert.").delete()


def look(watch: Watch, at: datetime) -> None:
    wording = watch.query.shown_id or 0
    pair = watching.settle(watch, wording, at)
    since = watch.settled_at or at
    steps = watching.steps(wording, since, watching.step_of(at))
    unusual = pair.look(watching.local(steps, watch.query.workspace.tz), NORMAL)
    if unusual:
        opening.tell_of(watch, unusual, NORMAL, at)

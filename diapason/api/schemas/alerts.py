"""Alerts as the API tells them."""

from datetime import datetime

from django.urls import reverse
from ninja import Schema

from diapason.alerts.models import Alert


class AlertOut(Schema):
    """`about` is the name of a query, or of a source that is silent. `seen` mentions in `minutes`, where `expected` are usual and `most`
    would still be; of an account that many follow, `seen` followers. `acknowledged_by` null: nobody answers for it."""

    id: int
    about: str
    kind: str
    severity: str
    began_at: datetime
    last_at: datetime
    opened_at: datetime
    seen: int
    minutes: int
    expected: float
    most: int
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    path: str

    @classmethod
    def of(cls, alert: Alert) -> "AlertOut":
        answered = getattr(alert, "acknowledgement", None)
        names = ("kind", "severity", "began_at", "last_at", "opened_at", "seen", "minutes", "expected", "most")
        return cls(
            id=alert.pk,
            about=str(alert),
            acknowledged_by=str(answered.person) if answered else None,
            acknowledged_at=answered.at if answered else None,
            path=reverse("alert", args=[alert.workspace.slug, alert.pk]),
            **{name: getattr(alert, name) for name in names},
        )

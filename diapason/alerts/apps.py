from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from diapason.alerts.detection.merging import TOGETHER
from diapason.core import clock


class AlertsConfig(AppConfig):
    name = "diapason.alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from diapason.alerts import happenings, notices, sentences, voices  # noqa: F401  # all but the last declare themselves
        from diapason.alerts.access import alerts
        from diapason.listening import pipeline
        from diapason.workspaces import counters

        pipeline.declare(voices.hear)
        counters.declare("alerts", lambda member: alerts(member).filter(acknowledgement=None, last_at__gte=clock.now() - TOGETHER))

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "diapason.alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from diapason.alerts import notices, sentences  # noqa: F401  # declare themselves

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "diapason.insights"

    def ready(self) -> None:
        from diapason.insights import sentences  # noqa: F401 - it declares what the audit log reads

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "diapason.strategy"

    def ready(self) -> None:
        from diapason.strategy import sentences  # noqa: F401 - it declares what the audit log reads

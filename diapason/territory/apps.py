from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "diapason.territory"

    def ready(self) -> None:
        from diapason.territory import attention, notices, sentences  # noqa: F401 - they declare what others read

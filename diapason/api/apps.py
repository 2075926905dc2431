from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "diapason.api"

    def ready(self) -> None:
        from diapason.api import sentences  # noqa: F401

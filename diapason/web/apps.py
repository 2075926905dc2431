from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "diapason.web"

    def ready(self) -> None:
        from diapason.web import first_steps  # noqa: F401 - it declares

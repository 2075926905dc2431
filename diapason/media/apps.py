from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "diapason.media"

    def ready(self) -> None:
        from diapason.media import sentences  # noqa: F401  # they declare themselves

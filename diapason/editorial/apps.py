from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "diapason.editorial"

    def ready(self) -> None:
        from diapason.editorial import notices, sentences, usages  # noqa: F401  # they declare sentences, and where files are used

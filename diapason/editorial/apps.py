from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "diapason.editorial"

    def ready(self) -> None:
        from diapason.editorial import notices  # noqa: F401  # declares its sentences

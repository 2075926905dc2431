from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "diapason.territory"

    def ready(self) -> None:
        from diapason.territory import notices  # noqa: F401  # declares the sentences

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "diapason.community"

    def ready(self) -> None:
        from diapason.community import sentences  # noqa: F401  # they declare themselves

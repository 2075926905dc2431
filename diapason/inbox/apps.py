from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "diapason.inbox"

    def ready(self) -> None:
        from diapason.inbox import holdings, notices  # noqa: F401  # declare themselves

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "diapason.links"

    def ready(self) -> None:
        from diapason.links import sentences  # noqa: F401 - it declares what the audit log reads

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ApiConfig(AppConfig):
    name = "diapason.api"

    def ready(self) -> None:
        from diapason.api import notices, sentences  # noqa: F401 - they declare what others read
        from diapason.api.webhooks import endpoints, sender
        from diapason.core import companions

        companions.declare("the sender of webhooks", sender.send)
        post_migrate.connect(endpoints.follow_types, sender=self)

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "diapason.publishing"

    def ready(self) -> None:
        from diapason.publishing import hooks, notices

        notices.declare()
        hooks.register()

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "diapason.publishing"

    def ready(self) -> None:
        from diapason.publishing import hooks, notices, troubles  # noqa: F401  # troubles declares itself

        notices.declare()
        hooks.register()

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "diapason.publishing"

    def ready(self) -> None:
        from diapason.publishing import hooks, notices, sentences, troubles  # noqa: F401  # the last two declare themselves

        notices.declare()
        hooks.register()

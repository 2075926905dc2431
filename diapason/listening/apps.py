from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "diapason.listening"
    verbose_name = _("Listening")

    def ready(self) -> None:
        from diapason.listening import holdings, pipeline, sentences  # noqa: F401  # declare themselves
        from diapason.listening.rules import judging
        from diapason.listening.rules import sentences as of_rules  # noqa: F401  # likewise
        from diapason.listening.sources import sentences as of_sources  # noqa: F401  # likewise

        pipeline.declare_judge(judging.judge, judging.judged)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrisesConfig(AppConfig):
    name = "diapason.crises"
    verbose_name = _("Crisis rooms")

    def ready(self) -> None:
        from diapason.crises import advising, notices, sentences  # noqa: F401  # declare themselves
        from diapason.crises.access import open_crises
        from diapason.workspaces import counters

        counters.declare("crises", open_crises)

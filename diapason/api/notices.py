"""Who is told what about webhooks."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces import notices

notices.declare(
    "webhook.failing",
    _("The webhook “%(name)s” was switched off: %(host)s has taken nothing for three days. Mend it there, then resume it."),
    urgent=True,
)
notices.declare(
    "webhook.gone", _("The webhook “%(name)s” was switched off: %(host)s answered that it wants nothing more (410)."), urgent=True
)

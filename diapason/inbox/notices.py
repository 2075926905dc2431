"""The sentences in which the inbox tells people something."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces import notices

notices.declare("inbox.assigned", _("%(by)s asks you to answer %(who)s."))

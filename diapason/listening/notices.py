"""The sentences in which listening tells people something."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces import notices

notices.declare("mention.assigned", _("%(by)s gives you mentions to look after (%(count)s)."))

"""What was done about listening, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("query", _("Listening"))
declare("query.added", _("listens for “%(label)s”"))
declare("query.reworded", _("changed what “%(label)s” listens for"))
declare("query.described", _("renamed “%(label)s”, or changed what it is about"))
declare("query.removed", _("stopped listening for “%(label)s”"))
declare("query.restored", _("listens for “%(label)s” again"))

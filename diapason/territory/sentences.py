"""What was done to spaces, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("space", _("Spaces"))
declare("space.connected", _("connected the space “%(label)s”"))
declare("space.reconnected", _("connected the space “%(label)s” again"))
declare("space.edited", _("edited the space “%(label)s”"))
declare("space.granted", _("changed who may write for the space “%(label)s”"))
declare("space.removed", _("removed the space “%(label)s”"))
declare("space.access_lost", _("was refused access to the space “%(label)s”"))
declare("space.rested", _("let the space “%(label)s” rest after five failures"))
declare("space.recovered", _("found the space “%(label)s” well again"))

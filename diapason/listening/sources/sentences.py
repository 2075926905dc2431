"""What was done about sources, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("source", _("Sources"))
declare("source.added", _("listens to “%(label)s”"))
declare("source.changed", _("changed the source “%(label)s”"))
declare("source.paused", _("paused the source “%(label)s”"))
declare("source.resumed", _("listens to “%(label)s” again after a pause"))
declare("source.removed", _("took out the source “%(label)s”"))
declare("source.restored", _("brought back the source “%(label)s”"))

declare_family("place", _("Places met"))
declare("place.declined", _("declined the place “%(label)s”"))
declare("place.reconsidered", _("lets the place “%(label)s” be proposed again"))

declare_family("archive", _("Archives"))
declare("archive.sent", _("sent the archive “%(label)s”"))

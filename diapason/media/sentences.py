"""What was done to files of the library, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("asset", _("Media"))
declare("asset.added", _("added the file “%(label)s”"))
declare("asset.edited", _("described the file “%(label)s”"))
declare("asset.removed", _("removed the file “%(label)s”"))
declare("asset.restored", _("brought the file “%(label)s” back"))

"""What the audit log says of links and sites."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("link", _("Links"))
declare_family("site", _("Sites that report conversions"))
declare("link.created", _("made a short link to %(label)s"))
declare("link.disabled", _("closed the short link to %(label)s"))
declare("link.enabled", _("opened again the short link to %(label)s"))
declare("site.added", _("added the site %(label)s, which reports conversions"))
declare("site.removed", _("removed the site %(label)s, which reported conversions"))
declare_family("conversion", _("Conversions"))
declare("conversion.recorded", _("counted the conversion %(label)s, reported by %(site)s"))

"""What the audit log says of objectives, personas and campaigns."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("objective", _("Objectives"))
declare_family("persona", _("Personas"))
declare_family("campaign", _("Campaigns"))
declare("objective.set", _("set the objective “%(label)s”"))
declare("objective.changed", _("changed the objective “%(label)s”"))
declare("objective.closed", _("closed the objective “%(label)s”"))
declare("objective.reopened", _("opened again the objective “%(label)s”"))
declare("persona.added", _("added the persona “%(label)s”"))
declare("persona.changed", _("changed the persona “%(label)s”"))
declare("persona.removed", _("removed the persona “%(label)s”"))
declare("campaign.added", _("added the campaign “%(label)s”"))
declare("campaign.changed", _("changed the campaign “%(label)s”"))
declare("campaign.removed", _("removed the campaign “%(label)s”"))

"""What happened to alerts, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("alert", _("Alerts"))
declare("alert.opened", _("gave the alert about “%(label)s”"))
declare("alert.worsened", _("told again of “%(label)s”: it became clearly worse"))
declare("alert.reminded", _("told again of “%(label)s” as the working day began"))
declare("alert.escalated", _("told those who lead of “%(label)s”: nobody had answered for it"))
declare("alert.acknowledged", _("answers for the alert about “%(label)s”"))
declare("alert.watch_changed", _("changed how “%(label)s” is watched"))
declare("alert.duty_changed", _("changed the hours in which alerts are told"))
declare("alert.channel_added", _("has alerts told to %(label)s"))
declare("alert.channel_changed", _("changed which alerts are told to %(label)s"))
declare("alert.channel_removed", _("has alerts told no more to %(label)s"))
declare("alert.channel_restored", _("has alerts told to %(label)s again"))

"""What was done with rules, and what people decided of mentions, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("rule", _("Rules"))
declare("rule.added", _("made the rule “%(label)s”"))
declare("rule.changed", _("changed the rule “%(label)s”"))
declare("rule.paused", _("paused the rule “%(label)s”"))
declare("rule.resumed", _("started the rule “%(label)s” again"))
declare("rule.moved", _("moved the rule “%(label)s” among the others"))
declare("rule.removed", _("removed the rule “%(label)s”"))
declare("rule.restored", _("brought the rule “%(label)s” back"))
declare("rule.asked_of_past", _("asked the rule “%(label)s” of what was heard before"))

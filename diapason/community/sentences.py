"""What was done to the profiles of people, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("contact", _("Community"))
declare("contact.met", _("made a profile of %(label)s"))
declare("contact.edited", _("edited the profile of %(label)s"))
declare("contact.merged", _("merged two profiles into %(label)s"))
declare("contact.separated", _("separated the profiles of %(label)s"))
declare("contact.consented", _("noted a consent of %(label)s"))
declare("contact.consent_withdrawn", _("noted that %(label)s withdrew a consent"))
declare("contact.exported", _("exported the data of %(label)s"))
declare("contact.erased", _("erased a person at their request"))

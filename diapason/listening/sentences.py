"""What was done about listening, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.listening import labels
from diapason.workspaces.models import Event
from diapason.workspaces.sentences import declare, declare_family


def tones(event: Event) -> dict[str, str]:
    return {"tone": str(labels.TONES.get(event.data.get("name", ""), ""))}


declare_family("query", _("Listening"))
declare("query.added", _("listens for “%(label)s”"))
declare("query.reworded", _("changed what “%(label)s” listens for"))
declare("query.described", _("renamed “%(label)s”, or changed what it is about"))
declare("query.removed", _("stopped listening for “%(label)s”"))
declare("query.restored", _("listens for “%(label)s” again"))

declare_family("mention", _("Mentions"))
declare("mention.labelled", _("tagged mentions “%(name)s” (%(count)s)"))
declare("mention.unlabelled", _("took the tag “%(name)s” from mentions (%(count)s)"))
declare("mention.tone_set", _("corrected the sentiment of mentions: %(tone)s (%(count)s)"), tones)
declare("mention.ignored", _("ignored mentions (%(count)s)"))
declare("mention.brought_back", _("brought ignored mentions back (%(count)s)"))
declare("mention.decision_undone", _("took back what was decided of mentions (%(count)s)"))

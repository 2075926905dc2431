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
declare_family("mention", _("Mentions"))
declare("mention.assigned", _("gave a mention to %(name)s"))
declare("mention.lead_noted", _("noted a mention as a lead"))
declare("mention.question_noted", _("noted a mention as a question to answer"))
declare("mention.kept", _("kept a mention for reports"))
declare("mention.handled", _("ended what was noted of a mention"))
declare("mention.put_back", _("put back what was noted of a mention"))
declare("mention.taken_up", _("opened a conversation from a mention"))
declare_family("author", _("Authors of mentions"))
declare("author.erased", _("erased what an author had said"))
declare_family("annotation", _("Notes on charts"))
declare("annotation.added", _("noted “%(label)s” on the charts"))
declare("annotation.removed", _("removed the note “%(label)s” from the charts"))
declare("annotation.restored", _("put the note “%(label)s” back on the charts"))
declare_family("retention", _("What is kept"))
declare("retention.changed", _("changed how long mentions are kept"))
declare_family("view", _("Saved views"))
declare("view.saved", _("saved the view “%(label)s”"))
declare("view.put_first", _("opens listening with the view “%(label)s”"))
declare("view.put_back", _("no longer opens listening with the view “%(label)s”"))
declare("view.removed", _("removed the view “%(label)s”"))
declare("view.restored", _("restored the view “%(label)s”"))
declare_family("export", _("Exports"))
declare("export.asked", _("asked for the export “%(label)s”"))
declare_family("digest", _("Digests"))
declare("digest.subscribed", _("subscribed to the digest"))
declare("digest.stopped", _("no longer gets the digest"))
declare("query.care_changed", _("changed what is read again with care"))

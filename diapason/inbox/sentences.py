"""What was done to conversations, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("conversation", _("Inbox"))
declare("conversation.received", _("received messages: %(label)s"))
declare("conversation.replied", _("answered: %(label)s"))
declare("conversation.reply_withdrawn", _("withdrew an answer: %(label)s"))
declare("conversation.assigned", _("assigned to %(name)s: %(label)s"))
declare("conversation.unassigned", _("assigned to nobody: %(label)s"))
declare("conversation.closed", _("closed: %(label)s"))
declare("conversation.reopened", _("reopened: %(label)s"))
declare("conversation.held", _("set aside: %(label)s"))
declare("conversation.flagged", _("marked urgent: %(label)s"))
declare("conversation.unflagged", _("marked no longer urgent: %(label)s"))
declare("conversation.moderated", _("moderated a message: %(label)s"))
declare("conversation.noted", _("wrote an internal note: %(label)s"))
declare("conversation.note_removed", _("removed an internal note: %(label)s"))
declare("conversation.note_restored", _("brought an internal note back: %(label)s"))

declare_family("saved_reply", _("Saved replies"))
declare("saved_reply.written", _("wrote the saved reply “%(label)s”"))
declare("saved_reply.removed", _("removed the saved reply “%(label)s”"))
declare("saved_reply.restored", _("brought the saved reply “%(label)s” back"))

declare_family("answer_goal", _("Time to answer"))
declare("answer_goal.changed", _("changed the time in which people are answered"))

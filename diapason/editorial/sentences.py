"""What was done to posts, moments, feeds and imports, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.sentences import declare, declare_family

declare_family("post", _("Posts"))
declare("post.created", _("wrote “%(label)s”"))
declare("post.edited", _("edited “%(label)s”"))
declare("post.begun", _("began to write “%(label)s”"))
declare("post.submitted", _("sent “%(label)s” for approval"))
declare("post.taken_back", _("took “%(label)s” back from approval"))
declare("post.approved", _("approved “%(label)s”"))
declare("post.sent_back", _("asked for changes to “%(label)s”"))
declare("post.planned", _("scheduled “%(label)s”"))
declare("post.withdrawn", _("took “%(label)s” out of what is scheduled"))
declare("post.sent_now", _("published “%(label)s” at once"))
declare("post.moved", _("moved “%(label)s” in the calendar"))
declare("post.reopened", _("opened “%(label)s” again"))
declare("post.published", _("saw “%(label)s” published"))
declare("post.cancelled", _("cancelled “%(label)s”"))
declare("post.commented", _("commented on “%(label)s”"))
declare("post.restored", _("brought back an older version of “%(label)s”"))
declare("post.duplicated", _("made “%(label)s” from another post"))
declare("post.removed", _("deleted “%(label)s”"))
declare("post.brought_back", _("brought “%(label)s” back"))

declare_family("comment", _("Comments"))
declare("comment.resolved", _("settled a comment"))
declare("comment.reopened", _("opened a comment again"))

declare_family("moment", _("Moments"))
declare("moment.created", _("added the moment “%(label)s”"))
declare("moment.edited", _("edited the moment “%(label)s”"))
declare("moment.removed", _("removed the moment “%(label)s”"))
declare("moment.restored", _("brought the moment “%(label)s” back"))

declare_family("feed", _("Calendar subscriptions"))
declare("feed.created", _("subscribed to the calendar"))
declare("feed.revoked", _("ended a subscription to the calendar"))

declare_family("import", _("Calendar imports"))
declare("import.begun", _("sent the file “%(label)s” to the calendar"))
declare("import.done", _("imported “%(label)s” into the calendar"))
declare("import.undone", _("took the import of “%(label)s” back"))

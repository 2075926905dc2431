"""The sentences that the workflow says to people."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.notices import declare

declare("post.to_approve", _("%(who)s asks for your approval of “%(post)s” (%(step)s)."), urgent=True)
declare(
    "post.changed_after_approval", _("%(who)s changed “%(post)s” after it was approved: it waits for you again (%(step)s)."), urgent=True
)
declare("post.approved", _("%(who)s approved “%(post)s”."))
declare("post.sent_back", _("%(who)s asks for changes to “%(post)s”: %(note)s"), urgent=True)
declare("post.commented", _("%(who)s commented on “%(post)s”: %(comment)s"))
declare("post.writing_due", _("“%(post)s” is to be written before %(due)s."), urgent=True)
declare("post.writing_late", _("“%(post)s” was to be written before %(due)s, and is not yet."), urgent=True)
declare("post.approval_due", _("“%(post)s” is to be approved before %(due)s."), urgent=True)
declare("post.approval_late", _("“%(post)s” was to be approved before %(due)s, and is not yet."), urgent=True)

"""The sentences in which people are told of crises. All leave by e-mail when nobody reads them within minutes."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces import notices

SENTENCES = {
    "opened": _("%(by)s opened a crisis room: %(crisis)s (%(level)s)."),
    "level": _("%(by)s changed the level of “%(crisis)s”: %(level)s."),
    "seat": _("You have the role “%(role)s” in the crisis room “%(crisis)s”."),
    "late": _("Overdue in the crisis room “%(crisis)s”: %(task)s"),
    "called": _("%(by)s calls you to a conversation with %(who)s: “%(said)s”"),
}
for name, sentence in SENTENCES.items():
    notices.declare(f"crisis.{name}", sentence, urgent=True)
notices.declare("statement.to_approve", _("%(by)s wrote a holding statement that waits for approval: “%(title)s”."))
notices.declare("statement.approved", _("%(by)s approved the holding statement “%(title)s”."))

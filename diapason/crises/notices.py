"""The sentences in which people are told of crises. All leave by e-mail when nobody reads them within minutes."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diapason.crises.models import Crisis
from diapason.workspaces import notices
from diapason.workspaces.models import Person

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


def tell(crisis: Crisis, people: Iterable[Person | None], name: str, **holes: str) -> None:
    """Of what happens in the room. Call it in the transaction in which it does."""
    url = reverse("crisis", args=[crisis.workspace.slug, crisis.pk])
    notices.tell(crisis.workspace, people, f"crisis.{name}", url=url, subject=crisis, crisis=crisis.title, **holes)

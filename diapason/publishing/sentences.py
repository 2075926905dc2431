"""What became of deliveries, as the audit log says it."""

from django.utils.translation import gettext_lazy as _

from diapason.publishing.models import Delivery
from diapason.workspaces.models import Event
from diapason.workspaces.sentences import declare, declare_family


def state(event: Event) -> dict[str, object]:
    return {"state": Delivery.State(event.verb.removeprefix("delivery.")).label}


declare_family("delivery", _("Deliveries"))
for each in Delivery.State.values:
    declare(f"delivery.{each}", _("delivery to %(label)s: %(state)s"), state)
declare("delivery.cleared", _("let the delivery to %(label)s go out although publishing is paused"))
declare("delivery.moved", _("changed when the delivery to %(label)s goes out"))

PAUSES = {
    "publishing.paused": (_("paused publishing"), _("paused publishing on %(spaces)s")),
    "publishing.resumed": (_("resumed publishing"), _("resumed publishing on %(spaces)s")),
}


def said(event: Event) -> dict[str, object]:
    """Of the whole brand, or of some spaces."""
    everywhere, somewhere = PAUSES[event.verb]
    spaces = event.data.get("spaces")
    return {"said": somewhere % {"spaces": spaces} if spaces else everywhere}


declare_family("publishing", _("Publishing"))
for verb in PAUSES:
    declare(verb, "%(said)s", said)

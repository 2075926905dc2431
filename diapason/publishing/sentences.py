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

declare_family("publishing", _("Publishing"))
declare("publishing.paused", _("paused publishing"))
declare("publishing.resumed", _("resumed publishing"))

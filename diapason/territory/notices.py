"""What people are told about spaces."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.notices import declare

declare(
    "space.access_lost",
    _("%(space)s refuses our access. Nothing is lost: what is planned there waits. Reconnect the space to let it go out."),
    urgent=True,
)
declare(
    "space.rested",
    _("%(space)s has not answered five times in a row. Diapason tries again by itself; open the space to see what can be done."),
)
declare("space.expiring", _("Access to %(space)s ends on %(date)s. Reconnect the space before then and nothing stops."))

"""Alerts, on the charts of listening."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diapason.alerts import access
from diapason.listening import annotating
from diapason.listening.annotating import Happening
from diapason.listening.models import Query
from diapason.workspaces.members import Member
from diapason.workspaces.periods import Period

MOST = 50


def alerts(member: Member, period: Period, query: Query | None) -> list[Happening]:
    """Those of queries that began in the period; a source that is silent is no event of what was said."""
    if not member.can("alert.view"):
        return []
    start, end = period.bounds(member.workspace)
    found = access.alerts(member).filter(began_at__gte=start, began_at__lt=end, query__isnull=False)
    found = found.filter(query=query) if query else found
    zone, slug = member.workspace.tz, member.workspace.slug
    return [
        Happening(each.began_at.astimezone(zone).date(), f"{each.get_kind_display()} · {each}", reverse("alert", args=[slug, each.pk]))
        for each in found.order_by("began_at")[:MOST]
    ]


annotating.declare("alert", _("Alerts"), "bell-ring", alerts, usual=True)

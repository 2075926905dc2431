"""The doors to alerts and to what is watched."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from diapason.alerts.models import Alert, Channel, Watch
from diapason.workspaces.members import Member


def alerts(member: Member) -> QuerySet[Alert]:
    return Alert.objects.filter(workspace=member.workspace).select_related("query", "source__space", "workspace", "acknowledgement__person")


def access_alert(member: Member, alert_id: int) -> Alert:
    """Raises Http404 for an alert of another brand."""
    return get_object_or_404(alerts(member), pk=alert_id)


def access_channel(member: Member, channel_id: int) -> Channel:
    """Removed ones too: their removal can be undone. Raises Http404 for one of another brand."""
    return get_object_or_404(Channel.objects.select_related("workspace"), workspace=member.workspace, pk=channel_id)


def watches(member: Member) -> QuerySet[Watch]:
    found = Watch.objects.filter(workspace=member.workspace, query__removed_at=None).select_related("query").defer("state")
    return found.order_by("query__name", "pk")


def access_watch(member: Member, watch_id: int) -> Watch:
    """Raises Http404 for a watch of another brand."""
    return get_object_or_404(watches(member), pk=watch_id)

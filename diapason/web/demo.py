"""The people of the demo brand, whom a visitor may become with one click while `DIAPASON_DEMO` says so."""

from django.conf import settings
from django.db.models import QuerySet

from diapason.workspaces.models import Membership


def demo_people() -> QuerySet[Membership]:
    """Their memberships, oldest first. Nobody who also works for a real brand; nobody at all without the setting."""
    if not settings.DEMO:
        return Membership.objects.none()
    real = Membership.objects.filter(workspace__is_demo=False).values("person")
    return (
        Membership.objects.filter(workspace__is_demo=True, person__is_active=True)
        .exclude(person__in=real)
        .select_related("person")
        .order_by("workspace", "id")
    )

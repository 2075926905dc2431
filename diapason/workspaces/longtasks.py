"""Long work that a person started, as screens find it and stop it. How workers carry it on is in `resuming`."""

from django.http import Http404

from diapason.core import clock
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask


def access_task(member: Member, kind: str, task_id: int) -> LongTask:
    """Raises Http404 for what is no work of this kind, or is that of another brand."""
    found = LongTask.objects.filter(workspace=member.workspace, kind=kind, pk=task_id).first()
    if found is None:
        raise Http404
    found.workspace = member.workspace
    return found


def cancel(task: LongTask) -> None:
    """Asks whoever does it to stop; what is over stays as it is."""
    LongTask.objects.filter(pk=task.pk, state__in=LongTask.LIVE, cancel_asked_at=None).update(cancel_asked_at=clock.now())

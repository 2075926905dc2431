"""An import whose worker died is taken up by another from its beginning, since nothing was kept before its end."""

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial.exchange import importing
from diapason.workspaces import resuming
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import LongTask

State = LongTask.State


def take_up(task_id: int) -> None:
    """Runs the import unless it is over, or in the hands of another worker. In the name of its person, with the rights of now."""
    with resuming.taken_up(task_id) as task:
        if task is None:
            return
        member = asker(task)
        if member is None:
            task.state, task.finished_at = State.CANCELLED, clock.now()
            task.save(update_fields=["state", "finished_at"])
        elif resuming.is_given_up(task):
            give_up(task, member)
        else:
            importing.run(task, member)


def asker(task: LongTask) -> Member | None:
    """None when they left, or may no longer import."""
    try:
        member = member_of(task.person, task.workspace.slug) if task.person else None
    except Http404:
        return None
    return member if member and member.can("post.import") else None


def give_up(task: LongTask, member: Member) -> None:
    with translation.override(importing.language_of(member)):
        said = _("The import was interrupted several times, so it was stopped. Nothing was imported: the calendar is as it was.")
    task.state, task.finished_at = State.FAILED, clock.now()
    task.report = {"imported": 0, "error": said}
    task.save(update_fields=["state", "finished_at", "report"])

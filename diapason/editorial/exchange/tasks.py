"""What the worker does with files that people sent."""

from django.http import Http404
from procrastinate.contrib.django import app

from diapason.editorial.exchange import importing
from diapason.workspaces.members import member_of
from diapason.workspaces.models import LongTask
from diapason.workspaces.tasks import in_thread


@app.task(name="editorial.import_file", queue="default")
@in_thread
def import_file(task_id: int) -> None:
    """Imports in the name of the person who asked, with the rights that they have now."""
    task = LongTask.objects.select_related("workspace", "person").get(pk=task_id)
    if task.state != LongTask.State.WAITING or task.person is None:
        return
    try:
        member = member_of(task.person, task.workspace.slug)
    except Http404:
        member = None
    if member is None or not member.can("post.import"):
        task.state = LongTask.State.CANCELLED
        task.save(update_fields=["state"])
        return
    importing.run(task, member)

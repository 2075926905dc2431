"""Deadlines: the people concerned are told once a day ahead, and once when it is past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import formats, translation

from diapason.core import clock
from diapason.editorial import composing, telling, workflow
from diapason.editorial.models import Post
from diapason.workspaces.models import Notification, Person

AHEAD = timedelta(hours=24)
FORGET = timedelta(days=14)  # a deadline passed for so long is nobody's news


@dataclass(frozen=True, slots=True)
class Deadline:
    """`field` of the post, the statuses in which it still runs, and the two codes."""

    field: str
    runs: tuple[str, ...]
    soon: str
    late: str


Status = Post.Status
DEADLINES = (
    Deadline("writing_due", (Status.IDEA, Status.DRAFT, Status.CHANGES), "post.writing_due", "post.writing_late"),
    Deadline("approval_due", (Status.IN_REVIEW,), "post.approval_due", "post.approval_late"),
)


def remind() -> int:
    """Tells what is to be told now; how many notices were made. Harmless to repeat."""
    return sum(remind_one(deadline, post) for deadline in DEADLINES for post in running(deadline))


def running(deadline: Deadline) -> QuerySet[Post]:
    now = clock.now()
    near = {f"{deadline.field}__gt": now - FORGET, f"{deadline.field}__lte": now + AHEAD}
    return composing.loaded(Post.objects.filter(removed_at=None, status__in=deadline.runs, **near)).select_related(
        "workspace", "campaign", "author", "assignee"
    )


def remind_one(deadline: Deadline, post: Post) -> int:
    due: datetime = getattr(post, deadline.field)
    code = deadline.late if due <= clock.now() else deadline.soon
    text = written(due, post)
    known = Notification.objects.filter(subject="editorial.post", subject_id=post.pk, code=code, data__due=text)
    told = set(known.values_list("person_id", flat=True))
    people = [person for person in concerned(deadline, post) if person.pk not in told]
    telling.late(post, [*people], code, text)
    return len(people)


def written(due: datetime, post: Post) -> str:
    with translation.override(post.workspace.language):
        return formats.date_format(due.astimezone(post.workspace.tz), "SHORT_DATETIME_FORMAT")


def concerned(deadline: Deadline, post: Post) -> Iterable[Person]:
    if deadline.field == "writing_due":
        return [person for person in (post.assignee or post.author,) if person]
    step = workflow.current_step(post)
    return step.people(post.workspace) if step else []

"""Moving a post in the calendar, and taking the move back."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial import local_time, workflow
from diapason.editorial.models import Post
from diapason.workspaces.members import Member

USUAL = time(9)  # of a post that had no hour


def to_day(post: Post, day: date, zone: ZoneInfo) -> datetime | None:
    """The post's hour on another day, in UTC. Raises ValidationError for an hour that the clock skips that day."""
    local = post.publish_at.astimezone(zone) if post.publish_at else None
    hour = local.strftime("%H:%M") if local else f"{USUAL:%H:%M}"
    return local_time.read(f"{day.isoformat()}T{hour}", zone, second=bool(local and local.fold))


def move(member: Member, post: Post, when: datetime | None) -> Post:
    """Raises workflow.NotAllowed or planning.CannotWithdraw with the reason, for the person, why the post stays where it is."""
    if when and when <= clock.now() and post.status == Post.Status.PLANNED:
        raise workflow.NotAllowed(_("That time is past: a scheduled post would never go out. Choose a time to come."))
    return workflow.move(member, post.pk, when)


@transaction.atomic
def move_back(member: Member, post: Post, to: datetime | None, seen: datetime | None) -> Post:
    """Puts the post back where it was, unless somebody moved it since (`seen` is where the move had put it).

    Where the move had sent an approved post to review again, what was approved is approved again. Raises as `move`.
    """
    if post.publish_at != seen:
        raise workflow.NotAllowed(_("Somebody has moved this post since. It stays where they put it."))
    moved = workflow.move(member, post.pk, to)
    if moved.status == Post.Status.IN_REVIEW and workflow.current_step(moved) is None:
        moved = workflow.settle(member, moved)
    return moved


def read_moment(text: str) -> datetime | None:
    """A moment of our own addresses: ISO with its offset, or nothing. Raises ValidationError for anything else."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValidationError(_("This address is not complete. Go back to the calendar, then try again."))
    return found

"""One act on many posts: each is tried, what was refused is said with its reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from diapason.editorial import editing, workflow
from diapason.editorial.models import Post
from diapason.editorial.planning import CannotWithdraw
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership

MOST = 200
MOST_DAYS = 366


@dataclass(slots=True)
class Report:
    """The posts done, and those refused with why."""

    done: list[Post] = field(default_factory=list)
    refused: list[tuple[Post, str]] = field(default_factory=list)


def each(rows: list[Post], perform: Callable[[Post], object]) -> Report:
    report = Report()
    for post in rows:
        try:
            with transaction.atomic():
                perform(post)
            report.done.append(post)
        except (workflow.NotAllowed, CannotWithdraw) as refusal:
            report.refused.append((post, str(refusal)))
        except PermissionDenied:
            report.refused.append((post, _("your role may not do this")))
    return report


def submit(member: Member, rows: list[Post]) -> Report:
    return each(rows, lambda post: workflow.submit(member, post.pk))


def approve(member: Member, rows: list[Post]) -> Report:
    return each(rows, lambda post: workflow.approve(member, post.pk))


def remove(member: Member, rows: list[Post]) -> Report:
    return each(rows, lambda post: editing.remove(member, [post]))


def shift(member: Member, rows: list[Post], days: int) -> Report:
    """Moves the publication by whole days, at the same time of the brand's clock."""
    return each(rows, lambda post: workflow.move(member, post.pk, shifted(post, days)))


def shifted(post: Post, days: int) -> datetime:
    """Raises NotAllowed for a post without a date."""
    if post.publish_at is None:
        raise workflow.NotAllowed(_("it has no date"))
    local = post.publish_at.astimezone(post.workspace.tz)
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=post.workspace.tz).astimezone(UTC)


def assign(member: Member, rows: list[Post], person: int) -> Report:
    """Raises Membership.DoesNotExist for somebody who is not of the brand."""
    Membership.objects.get(workspace=member.workspace, person_id=person)
    return each(rows, lambda post: editing.save(member, post.pk, {"assignee": str(person)}))

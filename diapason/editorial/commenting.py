"""What the team and the client say about a version."""

from django.db import transaction

from diapason.core import clock
from diapason.editorial import composing, telling, versions
from diapason.editorial.models import Comment, Post
from diapason.workspaces import events
from diapason.workspaces.members import Member

LONGEST = 5_000


@transaction.atomic
def say(member: Member, post: Post, body: str) -> Comment:
    """A comment on the post as it is now. Raises ValueError for no words."""
    body = body.strip()[:LONGEST]
    if not body:
        raise ValueError("nothing is said")
    loaded = composing.loaded(Post.objects.filter(workspace=member.workspace)).get(pk=post.pk)
    version = versions.keep(loaded, loaded.author if member.guest else member.person)
    comment = Comment.objects.create(post=loaded, version=version, person=member.person, guest=member.guest, body=body)
    events.record(member, "post.commented", loaded, comment=comment.pk)
    telling.commented(member, comment)
    return comment


@transaction.atomic
def resolve(member: Member, comment: Comment, *, resolved: bool = True) -> None:
    comment.resolved_at = clock.now() if resolved else None
    comment.resolved_by = member.person if resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    events.record(member, "comment.resolved" if resolved else "comment.reopened", comment.post, comment=comment.pk)

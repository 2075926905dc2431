"""The doors to posts."""

from django.db.models import Q, QuerySet
from django.http import Http404

from diapason.editorial.models import Post
from diapason.workspaces.members import Member
from diapason.workspaces.models.membership import Role


def posts(member: Member) -> QuerySet[Post]:
    """The posts that this member may see. A contributor sees their own and those for the spaces granted to them."""
    found = Post.objects.filter(workspace=member.workspace, removed_at=None)
    if member.role == Role.CONTRIBUTOR:
        granted = Q(variants__spaces__grants__membership=member.membership)
        found = found.filter(Q(author=member.person) | Q(assignee=member.person) | granted).distinct()
    elif member.role == Role.CLIENT:
        found = found.exclude(status__in=[Post.Status.IDEA, Post.Status.DRAFT])
    return found


def access_post(member: Member, post_id: int) -> Post:
    """Raises Http404 for a post that is not theirs to see."""
    post = posts(member).filter(pk=post_id).first()
    if post is None:
        raise Http404
    return post

"""Posts: the list and one of them."""

from ninja import Query, Router

from diapason.api.calls import Call, reads
from diapason.api.schemas.common import Id, present
from diapason.api.schemas.posts import PostFilters, PostOut, PostPage
from diapason.editorial import composing
from diapason.editorial.access import access_post, posts
from diapason.editorial.models import Post
from diapason.territory.access import spaces
from diapason.workspaces.members import Member
from diapason.workspaces.models.membership import Role

router = Router(tags=["posts"])


@reads(router, "/posts", PostPage, scope="posts:read", needs="calendar.view")
def list_posts(request: Call, filters: Query[PostFilters]) -> PostPage:
    """The posts that you may see, the latest written first."""
    asked = present(
        status=filters.status,
        content_type=filters.content_type,
        campaign=filters.campaign_id,
        objective=filters.objective_id,
        publish_at__gte=filters.publish_from,
        publish_at__lt=filters.publish_until,
    )
    page = filters.page(composing.loaded(posts(request.member)).filter(**asked), ("-id",))
    known = seen(request.member)
    return PostPage(items=[PostOut.of(post, known) for post in page.rows], next=page.next)


@reads(router, "/posts/{post_id}", PostOut, scope="posts:read", needs="calendar.view")
def get_post(request: Call, post_id: Id) -> PostOut:
    """One post, with its variants."""
    return whole(request.member, access_post(request.member, post_id))


def whole(member: Member, post: Post) -> PostOut:
    return PostOut.of(composing.loaded(Post.objects.filter(workspace=member.workspace)).get(pk=post.pk), seen(member))


def seen(member: Member) -> set[int] | None:
    """The spaces that a contributor was granted; None for who sees them all."""
    return set(spaces(member).values_list("pk", flat=True)) if member.role == Role.CONTRIBUTOR else None

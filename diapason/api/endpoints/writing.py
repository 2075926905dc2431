"""Writing posts, and the acts of their workflow: on the router of `posts`, for one address has one view."""

from collections.abc import Callable

from django.http import Http404
from django.utils.translation import gettext as _

from diapason.api import problems, sheets
from diapason.api.calls import Call, writes
from diapason.api.endpoints.posts import router, whole
from diapason.api.schemas.common import Id
from diapason.api.schemas.posts import ActIn, PostChange, PostIn, PostOut
from diapason.editorial import editing, workflow
from diapason.editorial.access import access_post
from diapason.editorial.models import Post
from diapason.workspaces.members import Member

__all__ = ["router"]
Do = Callable[[Member, int, str], Post]


@writes(router, "POST", "/posts", PostOut, scope="posts:write", needs="post.write", status=201)
def create_post(request: Call, body: PostIn) -> PostOut:
    """Writes a new post: an idea, or a draft when it has a text."""
    try:
        saved = editing.create(request.member, sheets.of(body, request.workspace.tz))
    except Http404 as error:
        raise sheets.unknown(error) from None
    return whole(request.member, sheets.checked(saved).post)


@writes(router, "PATCH", "/posts/{post_id}", PostOut, scope="posts:write", needs="post.write")
def change_post(request: Call, post_id: Id, body: PostChange) -> PostOut:
    """Changes the fields that are sent.

    409 when the post has changed since the `revision` that you read. A change to what was approved asks for approval again.
    """
    same(request.member, post_id, body.revision)
    try:
        saved = editing.save(request.member, post_id, sheets.of(body, request.workspace.tz))
    except Http404 as error:
        raise sheets.unknown(error) from None
    return whole(request.member, sheets.checked(saved).post)


def same(member: Member, post_id: int, revision: int | None) -> None:
    """Holds the post until the end of the transaction. Raises Problem (409) when its revision is another."""
    access_post(member, post_id)
    post = Post.objects.select_for_update().get(pk=post_id)
    if revision is not None and post.revision != revision:
        sentence = _("This post has changed since you read it. Read it again, then write.")
        raise problems.Problem(409, "stale", sentence, revision=post.revision)


def act(path: str, name: str, needs: str, do: Do, words: str) -> None:
    """Declares `POST /posts/{post_id}/<path>`, an act of the workflow; 409 says why it cannot be done as the post stands."""

    def view(request: Call, post_id: Id, body: ActIn) -> PostOut:
        same(request.member, post_id, body.revision)
        return whole(request.member, do(request.member, post_id, body.note))

    view.__name__, view.__doc__ = name, words
    writes(router, "POST", f"/posts/{{post_id}}/{path}", PostOut, scope="posts:write", needs=needs)(view)


def without_note(do: Callable[[Member, int], Post]) -> Do:
    return lambda member, post_id, _note: do(member, post_id)


act("submission", "submit_post", "post.write", workflow.submit, "Asks for approval.")
act("changes", "ask_changes", "post.review", workflow.ask_changes, "Sends the post back to its writer; the note says what should change.")
act("planning", "plan_post", "post.plan", without_note(workflow.plan), "Schedules an approved post.")
act("withdrawal", "unplan_post", "post.plan", without_note(workflow.unplan), "Takes a scheduled post back.")
act("publication", "publish_post", "post.plan", without_note(workflow.publish_now), "Publishes an approved post now.")
act("cancellation", "cancel_post", "post.plan", without_note(workflow.cancel), "Gives the post up.")


@writes(router, "POST", "/posts/{post_id}/approval", PostOut, scope="posts:write", needs="post.review")
def approve_post(request: Call, post_id: Id, body: ActIn) -> PostOut:
    """Takes the present step of approval, for the post of that `revision`, which is required here.

    The last step also schedules the post where it has a time and spaces.
    """
    if body.revision is None:
        raise problems.field("revision", _("Send the revision of the post that you read: it is the one that you approve."))
    same(request.member, post_id, body.revision)
    return whole(request.member, workflow.approve(request.member, post_id, body.note))

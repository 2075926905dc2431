"""The acts of the workflow, each a resource that takes a POST."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.editorial import editing, workflow
from diapason.editorial.access import access_post
from diapason.editorial.models import Post
from diapason.editorial.planning import CannotWithdraw
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

View = Callable[..., HttpResponseBase]


def act(needs: str, perform: Callable[[Member, int], Post], said: Promise) -> View:
    """A view that does one act and says so, or says why it cannot be done."""

    @require_POST
    @door(needs)
    def view(request: Request, post_id: int) -> HttpResponse:
        access_post(request.member, post_id)
        attempt(request, lambda: perform(request.member, post_id), said)
        return redirect("post", request.workspace.slug, post_id)

    return view


def attempt(request: Request, perform: Callable[[], Post], said: Promise | str) -> Post | None:
    """Does it and says so; or says why not, and changes nothing."""
    try:
        post = perform()
    except (workflow.NotAllowed, CannotWithdraw) as refusal:
        toast(request, str(refusal), tone="bad")
        return None
    toast(request, str(said))
    return post


submission = act("post.write", workflow.submit, gettext_lazy("The post was sent for approval."))
taking_back = act("post.write", workflow.take_back, gettext_lazy("The post is a draft again."))
plan = act("post.plan", workflow.plan, gettext_lazy("The post is scheduled."))
withdrawal = act("post.plan", workflow.unplan, gettext_lazy("The post is no longer scheduled. It stays approved."))
publication = act("post.plan", workflow.publish_now, gettext_lazy("The post goes out now."))
cancellation = act("post.plan", workflow.cancel, gettext_lazy("The post was cancelled. Its text is kept."))
reopening = act("post.write", workflow.reopen, gettext_lazy("The post is a draft again."))


@require_POST
@door("post.write")
def removal(request: Request, post_id: int) -> HttpResponse:
    post = access_post(request.member, post_id)
    try:
        editing.remove(request.member, [post])
    except CannotWithdraw as refusal:
        toast(request, str(refusal), tone="bad")
        return redirect("post", request.workspace.slug, post_id)
    undo = reverse("post_restoration", args=[request.workspace.slug]) + f"?id={post.pk}"
    toast(request, _("“%(title)s” was deleted.") % {"title": post.title}, undo=undo)
    return redirect("posts", request.workspace.slug)


@require_POST
@door("post.write")
def restoration(request: Request) -> HttpResponse:
    """Brings removed posts back: the way back of `removal` and of the list's."""
    numbers = [number for value in request.GET.getlist("id") if (number := whole(value))]
    editing.bring_back(request.member, numbers)
    return HttpResponse(status=204)

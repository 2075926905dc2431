"""Comments on a version, and their resolution."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial import commenting
from diapason.editorial.access import access_post
from diapason.editorial.models import Comment
from diapason.workspaces.doors import Request, door


@require_POST
@door("calendar.view")
def comments(request: Request, post_id: int) -> HttpResponse:
    post = access_post(request.member, post_id)
    try:
        commenting.say(request.member, post, request.POST.get("body", ""))
    except ValueError:
        toast(request, _("Write something first."), tone="bad")
    return redirect("post", request.workspace.slug, post.pk)


@require_POST
@door("post.write")
def resolution(request: Request, post_id: int, comment_id: int) -> HttpResponse:
    """Resolved; or open again with `reopen`."""
    post = access_post(request.member, post_id)
    comment = Comment.objects.filter(post=post, pk=comment_id).first()
    if comment is None:
        raise Http404
    commenting.resolve(request.member, comment, resolved="reopen" not in request.POST)
    return redirect("post", request.workspace.slug, post.pk)

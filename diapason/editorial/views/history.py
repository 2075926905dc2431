"""What a post said at each moment, two versions side by side, and the way back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.editorial import composing, editing, sheet, versions, workflow
from diapason.editorial.access import access_post, posts
from diapason.editorial.fields import label
from diapason.editorial.models import Post, Version
from diapason.editorial.planning import CannotWithdraw
from diapason.workspaces.doors import Request, door

SHOWN = 100


@door("calendar.view")
def history(request: Request, post_id: int) -> HttpResponse:
    """`?from=2&to=5` compares two versions; without `to`, with the post as it is now."""
    access_post(request.member, post_id)
    post = composing.loaded(posts(request.member)).get(pk=post_id)
    listed = list(post.versions.select_related("person").prefetch_related("approvals").order_by("-number")[:SHOWN])
    before = picked(post, request.GET.get("from", "")) or (listed[0] if listed else None)
    after = picked(post, request.GET.get("to", ""))
    now = after.snapshot if after else sheet.read(post)
    found = versions.compare(before.snapshot, now) if before else []
    context = {
        "post": post,
        "versions": listed,
        "before": before,
        "after": after,
        "differences": [(label(difference.name), difference) for difference in found],
        "restores": before and workflow.may(request.member, "edit", post),
    }
    return render(request, "editorial/post/history.html", context)


def picked(post: Post, number: str) -> Version | None:
    """Raises Http404 for a version that there is not."""
    if not number:
        return None
    found = post.versions.filter(number=whole(number) or 0).first()
    if found is None:
        raise Http404
    return found


@require_POST
@door("post.write")
def version_restoration(request: Request, post_id: int, version_id: int) -> HttpResponse:
    post = access_post(request.member, post_id)
    version = post.versions.filter(pk=version_id).first()
    if version is None:
        raise Http404
    try:
        editing.restore(request.member, post.pk, version)
    except (workflow.NotAllowed, CannotWithdraw) as refusal:
        toast(request, str(refusal), tone="bad")
    else:
        toast(request, _("The post says again what it said in version %(number)s.") % {"number": version.number})
    return redirect("post", request.workspace.slug, post.pk)

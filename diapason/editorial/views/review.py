"""Reading a post to decide on it: exact previews, what changed since it was last approved, and the decision."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.editorial import composing, previewing, versions, workflow
from diapason.editorial.access import access_post, posts
from diapason.editorial.fields import label
from diapason.editorial.models import Approval, Post
from diapason.editorial.planning import CannotWithdraw
from diapason.editorial.versions import Difference
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member


@door("post.review")
def review_post(request: Request, post_id: int) -> HttpResponse:
    access_post(request.member, post_id)
    note = request.POST.get("note", "")
    if request.method == "POST":
        refusal = decide(request.member, post_id, request.POST.get("decision", ""), note, request.POST.get("digest", ""))
        if not refusal:
            toast(request, _("Your decision is recorded."))
            return redirect("post" if request.member.can("calendar.view") else "review_post", request.workspace.slug, post_id)
        toast(request, refusal, tone="bad")
    post = composing.loaded(posts(request.member)).get(pk=post_id)
    context = {
        "post": post,
        "note": note,
        "digest": versions.digest(post),
        "step": workflow.current_step(post),
        "may_approve": workflow.may(request.member, "approve", post),
        "may_ask": workflow.may(request.member, "ask_changes", post),
        "previews": previewing.previews(post),
        "differences": since_last_decision(post),
    }
    return render(request, "editorial/review/page.html", context, status=409 if request.method == "POST" else 200)


def decide(member: Member, post_id: int, decision: str, note: str, digest: str) -> str:
    """The reason why it could not be done; empty when it was."""
    try:
        if decision == Approval.Decision.APPROVED:
            workflow.approve(member, post_id, note, digest)
        elif decision == Approval.Decision.CHANGES:
            workflow.ask_changes(member, post_id, note)
        else:
            return _("Choose to approve, or to ask for changes.")
    except (workflow.NotAllowed, CannotWithdraw) as refusal:
        return str(refusal)
    return ""


def since_last_decision(post: Post) -> list[tuple[str, Difference]]:
    """What differs from the version that somebody last decided on."""
    from diapason.editorial import sheet

    last = Approval.objects.filter(version__post=post).select_related("version").order_by("-id").first()
    if last is None:
        return []
    return [(label(found.name), found) for found in versions.compare(last.version.snapshot, sheet.read(post))]

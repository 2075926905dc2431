"""A post as it stands: what networks will show, where it is in the workflow, what was said of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from diapason.editorial import checks, composing, page_parts, previewing, steps, versions, workflow
from diapason.editorial.access import access_post, posts
from diapason.editorial.models import Approval, Post
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

ACTS = ("submit", "take_back", "approve", "ask_changes", "plan", "unplan", "publish_now", "edit", "cancel", "reopen")


@door("calendar.view")
def post(request: Request, post_id: int) -> HttpResponse:
    access_post(request.member, post_id)
    found = composing.loaded(posts(request.member)).select_related("objective", "persona", "author", "assignee").get(pk=post_id)
    return render(request, "editorial/post/page.html", context_of(request.member, found))


def context_of(member: Member, found: Post) -> dict[str, Any]:
    return {
        "post": found,
        "may": {name: workflow.may(member, name, found) for name in ACTS},
        "progress": progress(found),
        "decisions": decisions(found)[:10],
        "previews": previewing.previews(found),
        "findings": checks.findings(found) if found.status in workflow.WRITABLE else [],
        "comments": found.comments.select_related("person", "guest", "version", "resolved_by").order_by("created_at", "id")[:200],
        "versions_kept": found.versions.count(),
        "panels": page_parts.of(member, found),
    }


def decisions(found: Post) -> QuerySet[Approval]:
    """Latest first, whatever became of what they were about."""
    return Approval.objects.filter(version__post=found).select_related("person", "guest", "version").order_by("-id")


def progress(found: Post) -> list[dict[str, Any]]:
    """Each step of approval with who took it, and the one that waits."""
    taken = workflow.standing(found, versions.digest(found))
    waiting = found.status == Post.Status.IN_REVIEW
    return [
        {"step": step, "approval": taken[at] if at < len(taken) else None, "waits": waiting and at == len(taken)}
        for at, step in enumerate(steps.steps(found.workspace))
    ]

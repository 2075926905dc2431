"""What a client sees without an account: the posts that wait for them, exactly as they will be, and those that are out."""

import functools
from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diapason.core import clock, throttle
from diapason.core.addresses import client_ip
from diapason.core.toasts import toast
from diapason.editorial import commenting, composing, previewing, steps, versions, workflow
from diapason.editorial.access import access_post, posts
from diapason.editorial.models import Approval, Comment, Post
from diapason.editorial.views.review import decide
from diapason.media import serving, storing
from diapason.workspaces.guests import guest_member
from diapason.workspaces.members import Member
from diapason.workspaces.models import GuestLink

WAITING, OUT = 20, 20  # posts shown of each kind
LOOKED_AT = 200  # posts in review, to find those that wait for the client
MOST_SAID = 20  # comments of clients under each post
CALLS = 120  # a minute and an address: a person with a phone makes far fewer
Status = Post.Status


def guest(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lets in the holder of a link that works, in the link's language. Says kindly why another one does not."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not throttle.allows(f"guest:{client_ip(request)}", CALLS):
            return render(request, "editorial/guest/closed.html", {"reason": "rate"}, status=429)
        try:
            member = guest_member(token)
        except Http404:
            return render(request, "editorial/guest/closed.html", {"reason": "link"}, status=404)
        assert member.guest is not None  # noqa: S101  # a guest link makes a guest
        with translation.override(member.guest.language), timezone.override(member.workspace.tz):
            response = view(request, member, token, *args, **kwargs)
            if not isinstance(response, HttpResponse):
                return response
            response.headers["Content-Language"] = member.guest.language
            # Not "no-referrer": the browser would then send a form of this page without an origin, which is refused as forged.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

    return never_cache(guarded)


@guest
def guest_review(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    note_use(member)
    files = reverse("guest_review", args=[token]) + "files/"
    out = loaded(member, status=Status.PUBLISHED).order_by("-publish_at", "-id")[:OUT]
    context = {
        "guest": member.guest,
        "brand": member.workspace,
        "token": token,
        "waiting": [shown(post, files) for post in waiting(member)],
        "out": [shown(post, files) for post in out],
    }
    return render(request, "editorial/guest/page.html", context)


def waiting(member: Member) -> list[Post]:
    """The first posts that wait for this client: others in review may wait for somebody else first."""
    if not any(step.is_for(member) for step in steps.steps(member.workspace)):
        return []
    in_review, found = loaded(member, status=Status.IN_REVIEW).order_by("publish_at", "id"), list[Post]()
    for start in range(0, LOOKED_AT, WAITING):
        page = list(in_review[start : start + WAITING])
        found += workflow.waiting_for(member, page)
        if len(page) < WAITING or len(found) >= WAITING:
            break
    return found[:WAITING]


def loaded(member: Member, **filters: Any) -> QuerySet[Post]:
    said = Comment.objects.filter(guest__isnull=False).select_related("guest").order_by("id")[:MOST_SAID]
    return composing.loaded(posts(member).filter(**filters)).prefetch_related(Prefetch("comments", said, to_attr="of_guests"))


def shown(post: Post, files: str) -> dict[str, Any]:
    return {"post": post, "previews": previewing.previews(post, files), "digest": versions.digest(post)}


def note_use(member: Member) -> None:
    if member.guest:
        GuestLink.objects.filter(pk=member.guest.pk).update(last_used_at=clock.now())


@require_POST
@guest
def guest_decision(request: HttpRequest, member: Member, token: str, post_id: int) -> HttpResponse:
    """Approves what was read, asks for changes, or only comments."""
    post = access_post(member, post_id)
    note, decision = request.POST.get("note", "")[:5000], request.POST.get("decision", "")
    if decision == "comment":
        refusal = comment(member, post, note)
    elif decision in Approval.Decision.values and not workflow.may(member, "approve", composing.loaded(posts(member)).get(pk=post.pk)):
        refusal = _("This post does not wait for you any more. Thank you.")
    else:
        refusal = decide(member, post.pk, decision, note, request.POST.get("digest", ""))
    toast(request, refusal or _("Thank you: the team has been told."), tone="bad" if refusal else "ok")
    return redirect("guest_review", token)


def comment(member: Member, post: Post, note: str) -> str:
    try:
        commenting.say(member, post, note)
    except ValueError:
        return _("Write something first.")
    return ""


@guest
def guest_file(request: HttpRequest, member: Member, token: str, name: str) -> HttpResponseBase:
    """The images and videos of that brand's previews."""
    if storing.workspace_of(name) != member.workspace.pk:
        raise Http404
    return serving.serve(request, name)

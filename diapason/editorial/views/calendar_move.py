"""Another day or hour for a post: dragged, typed, or taken back."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial import local_time, planning, workflow
from diapason.editorial.access import access_post
from diapason.editorial.models import Post
from diapason.editorial.planner import moving
from diapason.workspaces.doors import Request, door

REFUSALS = (ValidationError, workflow.NotAllowed, planning.CannotWithdraw)


@door("post.plan")
def calendar_move(request: Request, post_id: int) -> HttpResponse:
    """GET asks for the time; POST takes `when` (a time on the brand's clock, with `second`) or `day` (the hour is kept)."""
    post = access_post(request.member, post_id)
    if request.method != "POST":
        return form(request, post)
    before, typed = post.publish_at, request.POST.get("when", "")
    try:
        moved = moving.move(request.member, post, wanted(request, post))
    except REFUSALS as error:
        return refused(request, post, error, typed)
    return done(request, moved, before)


def wanted(request: Request, post: Post) -> datetime | None:
    """Raises ValidationError for a time that cannot be read or that the clock skips."""
    zone = request.workspace.tz
    if "day" not in request.POST:
        return local_time.read(request.POST.get("when", ""), zone, second=bool(request.POST.get("second")))
    try:
        day = date.fromisoformat(request.POST["day"])
    except ValueError:
        raise ValidationError(_("This day cannot be read. Reload the page, then try again.")) from None
    return moving.to_day(post, day, zone)


@require_POST
@door("post.plan")
def calendar_move_back(request: Request, post_id: int) -> HttpResponse:
    """`to` and `seen` of the address are moments, or nothing for a post without a day."""
    post = access_post(request.member, post_id)
    try:
        to, seen = (moving.read_moment(request.GET.get(name, "")) for name in ("to", "seen"))
        moving.move_back(request.member, post, to, seen)
    except REFUSALS as error:
        return HttpResponse(said(error), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


# ── Answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def form(request: Request, post: Post, *, error: str = "", typed: str | None = None, status: int = 200) -> HttpResponse:
    zone = request.workspace.tz
    context = {
        "post": post,
        "error": error,
        "when": local_time.write(post.publish_at, zone) if typed is None else typed,
        "twice": local_time.is_twice(post.publish_at, zone),
        "second": local_time.is_second(post.publish_at, zone),
        "zone": request.workspace.time_zone,
        "movable": post.status in workflow.WRITABLE,
        "back_url": f"{reverse('calendar', args=[request.workspace.slug])}?date={day_of(request, post)}",
    }
    return render(request, "editorial/calendar/move.html", context, status=status)


def refused(request: Request, post: Post, error: Exception, typed: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": said(error)}, status=422)
    return form(request, post, error=said(error), typed=typed, status=422)


def done(request: Request, post: Post, before: datetime | None) -> HttpResponse:
    sentence, undo = told(request, post), undo_url(request, post, before)
    if wants_json(request):
        return JsonResponse({"text": sentence, "undo": undo, "status": post.status})
    toast(request, sentence, undo=undo)
    return redirect(f"{reverse('calendar', args=[request.workspace.slug])}?date={day_of(request, post)}")


def told(request: Request, post: Post) -> str:
    if post.publish_at is None:
        return _("“%(post)s” has no day any more.") % {"post": post}
    local = post.publish_at.astimezone(request.workspace.tz)
    values = {"post": post, "day": formats.date_format(local, _("l j F")), "time": formats.date_format(local, "H:i")}
    if post.status == Post.Status.IN_REVIEW:
        return _("“%(post)s” moved to %(day)s at %(time)s; it waits for approval.") % values
    return _("“%(post)s” moved to %(day)s at %(time)s.") % values


def undo_url(request: Request, post: Post, before: datetime | None) -> str:
    moments = {"to": before.isoformat() if before else "", "seen": post.publish_at.isoformat() if post.publish_at else ""}
    return f"{reverse('calendar_move_back', args=[request.workspace.slug, post.pk])}?{urlencode(moments)}"


def day_of(request: Request, post: Post) -> str:
    return post.publish_at.astimezone(request.workspace.tz).date().isoformat() if post.publish_at else ""


def said(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")

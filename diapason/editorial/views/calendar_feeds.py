"""Reading the calendar from a calendar application: the page where its address is made, and the address itself."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.editorial import feeds
from diapason.workspaces.doors import Request, door

SEEN_EVERY = timedelta(hours=1)  # how exact "last read" is


@door("calendar.view")
def calendar_feeds(request: Request) -> HttpResponse:
    """GET: one's own address. POST: a new one; the former stops."""
    if request.method == "POST":
        feeds.create(request.member)
        toast(request, _("The address is ready: copy it into your calendar application."))
        return redirect("calendar_feeds", request.workspace.slug)
    feed = feeds.own(request.member)
    return render(request, "editorial/calendar/feed.html", {"feed": feed, "url": feeds.url(feed) if feed else ""})


@require_POST
@door("calendar.view")
def calendar_feed_revoke(request: Request) -> HttpResponse:
    feed = feeds.own(request.member)
    if feed:
        feeds.revoke(request.member, feed)
        toast(request, _("The address no longer works. Calendar applications that read it will say so."))
    return redirect("calendar_feeds", request.workspace.slug)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Public: whoever has the token reads what its person may read. 404 once revoked, or when the person left the brand."""
    feed, member = feeds.find(token)
    now = clock.now()
    if feed.read_at is None or feed.read_at < now - SEEN_EVERY:
        feed.read_at = now
        feed.save(update_fields=["read_at"])
    body = feeds.render(member)
    response: HttpResponse
    if feeds.etag(body) in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = feeds.etag(body)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response

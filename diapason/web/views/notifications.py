"""What each person was told: a page, and the same in a drawer."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from diapason.core import clock, keyset
from diapason.workspaces import notices
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Notification


def mine(request: Request) -> QuerySet[Notification]:
    return Notification.objects.filter(workspace=request.workspace, person=request.user.pk)


def said(notification: Notification) -> str:
    """Its sentence; its bare code where no app declares it any more."""
    try:
        return notices.sentence(notification)
    except KeyError:
        return notification.code


@require_GET
@door("brand.view")
def notifications(request: Request) -> HttpResponse:
    return listed(request)


def listed(request: Request) -> HttpResponse:
    try:
        page = keyset.page(mine(request), ["-id"], cursor=request.GET.get("cursor", ""), size=30)
    except keyset.BadCursor:
        return redirect("notifications", request.workspace.slug)
    told = [{"notification": each, "sentence": said(each)} for each in page.rows]
    template = "web/notifications/list.html" if request.htmx else "web/notifications/page.html"
    return render(request, template, {"told": told, "next": page.next})


@require_POST
@door("brand.view")
def all_read(request: Request) -> HttpResponse:
    mine(request).filter(read_at=None).update(read_at=clock.now())
    return notifications_again(request)


@require_POST
@door("brand.view")
def reading(request: Request, notification_id: int) -> HttpResponse:
    """Marks one as read and opens what it is about."""
    notification = mine(request).filter(pk=notification_id).first()
    if notification is None:
        raise Http404
    if notification.read_at is None:
        notification.read_at = clock.now()
        notification.save(update_fields=["read_at"])
    if notification.url and url_has_allowed_host_and_scheme(notification.url, {request.get_host()}, request.is_secure()):
        return redirect(notification.url)
    return notifications_again(request)


def notifications_again(request: Request) -> HttpResponse:
    if not request.htmx:
        return redirect("notifications", request.workspace.slug)
    return listed(request)

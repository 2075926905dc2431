"""Places where the brand is spoken of and that are not among its spaces: added, listened to, or declined."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import meeting
from diapason.listening.models import DeclinedPlace
from diapason.workspaces.doors import Request, door


@door("listening.view")
def places(request: Request) -> HttpResponse:
    declined = DeclinedPlace.objects.filter(workspace=request.workspace).select_related("declined_by").order_by("-declined_at")[:50]
    context = {
        "places": meeting.places(request.workspace),
        "declined": declined,
        "days": meeting.DAYS,
        "least": meeting.LEAST,
        "asked": bool(meeting.of_brand(request.workspace)),
    }
    return render(request, "listening/sources/met.html", context)


@require_POST
@door("space.connect")
def place_spaces(request: Request) -> HttpResponse:
    """POST `what` and `value`: the place becomes a space."""
    try:
        space = meeting.add(request.member, meeting.met(request.workspace, *asked(request)))
    except meeting.AlreadyKnown:
        return gone(request)
    toast(request, _("%(space)s was added.") % {"space": space})
    return redirect("space", request.workspace.slug, space.pk)


@require_POST
@door("listening.write")
def place_refusals(request: Request) -> HttpResponse:
    """POST `what` and `value`: not proposed any more."""
    try:
        declined = meeting.decline(request.member, meeting.met(request.workspace, *asked(request)))
    except meeting.AlreadyKnown:
        return gone(request)
    undo = reverse("place_refusal_withdrawal", args=[request.workspace.slug, declined.pk])
    toast(request, _("“%(name)s” is not proposed any more.") % {"name": declined}, undo=undo)
    return redirect("places", request.workspace.slug)


@require_POST
@door("listening.write")
def place_refusal_withdrawal(request: Request, refusal_id: int) -> HttpResponse:
    """`POST …/withdrawal/`: it may be proposed again."""
    declined = DeclinedPlace.objects.filter(workspace=request.workspace, pk=refusal_id).first()
    if declined is None:
        raise Http404
    meeting.reconsider(request.member, declined)
    toast(request, _("“%(name)s” may be proposed again.") % {"name": declined})
    return redirect("places", request.workspace.slug)


def asked(request: Request) -> tuple[str, str]:
    return request.POST.get("what", ""), request.POST.get("value", "")


def gone(request: Request) -> HttpResponse:
    toast(request, _("This place is not proposed any more: it is a space by now, or was declined by somebody else."), tone="bad")
    return redirect("places", request.workspace.slug)

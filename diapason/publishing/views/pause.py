"""Pausing all publishing of the brand, and resuming it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from diapason.core.toasts import toast
from diapason.publishing import pausing
from diapason.workspaces.doors import Request, door


@require_POST
@door("publishing.pause")
def pause(request: Request) -> HttpResponse:
    """`POST …/pause/`: nothing more goes out, at once."""
    held = pausing.pause(request.member, request.POST.get("reason", "").strip())
    text = ngettext("Publishing is paused: %(count)s post is held back.", "Publishing is paused: %(count)s posts are held back.", held)
    toast(request, text % {"count": held}, undo=reverse("resume_publishing", args=[request.workspace.slug]))
    return redirect(f"{reverse('deliveries', args=[request.workspace.slug])}?view=coming")


@require_http_methods(["POST"])
@door("publishing.pause")
def resume(request: Request) -> HttpResponse:
    """`POST …/pause/end/`: what is still to come goes out at its time; what is late waits for a decision."""
    freed = pausing.resume(request.member)
    text = ngettext(
        "Publishing goes on: %(count)s post is scheduled again.", "Publishing goes on: %(count)s posts are scheduled again.", freed
    )
    toast(request, text % {"count": freed})
    return redirect("deliveries", request.workspace.slug)

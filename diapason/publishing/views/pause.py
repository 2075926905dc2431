"""Pausing all publishing of the brand, or that of one space, and resuming it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.publishing import pausing
from diapason.territory.access import access_space
from diapason.workspaces.doors import Request, door


@require_POST
@door("publishing.pause")
def pause(request: Request) -> HttpResponse:
    """`POST …/pause/`: nothing more goes out, at once."""
    say_held(request, pausing.pause(request.member, reason(request)), reverse("resume_publishing", args=[request.workspace.slug]))
    return redirect(f"{reverse('deliveries', args=[request.workspace.slug])}?view=coming")


@require_POST
@door("publishing.pause")
def resume(request: Request) -> HttpResponse:
    """`POST …/pause/end/`: what is still to come goes out at its time; what is late waits for a decision."""
    say_freed(request, pausing.resume(request.member))
    return redirect("deliveries", request.workspace.slug)


@require_POST
@door("publishing.pause")
def pause_space(request: Request, space_id: int) -> HttpResponse:
    """`POST …/pause/spaces/7/`: nothing more goes out there, at once; elsewhere all goes on."""
    space = access_space(request.member, space_id)
    held = pausing.pause(request.member, reason(request), spaces=[space])
    say_held(request, held, reverse("resume_space", args=[request.workspace.slug, space.pk]))
    return redirect("space", request.workspace.slug, space.pk)


@require_POST
@door("publishing.pause")
def resume_space(request: Request, space_id: int) -> HttpResponse:
    """`POST …/pause/spaces/7/end/`. What a crisis room holds back there stays so."""
    space = access_space(request.member, space_id)
    say_freed(request, pausing.resume(request.member, space))
    return redirect("space", request.workspace.slug, space.pk)


def reason(request: Request) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()


def say_held(request: Request, held: int, undo: str) -> None:
    text = ngettext("Publishing is paused: %(count)s post is held back.", "Publishing is paused: %(count)s posts are held back.", held)
    toast(request, text % {"count": held}, undo=undo)


def say_freed(request: Request, freed: int) -> None:
    text = ngettext(
        "Publishing goes on: %(count)s post is scheduled again.", "Publishing goes on: %(count)s posts are scheduled again.", freed
    )
    toast(request, text % {"count": freed})

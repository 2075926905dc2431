"""Views that are saved: made from a screen, opened from the navigation, kept in order here."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import saving
from diapason.workspaces.doors import Request, door


@door("listening.view")
def saved_views(request: Request) -> HttpResponse:
    """GET: those there are. POST `name`, `screen`, `query`, `asked`, `shared`: what a screen shows is saved."""
    if request.method == "POST":
        return save(request)
    rows = saving.views(request.member).select_related("person", "query")
    first = saving.first(request.member)
    return render(request, "listening/saved_views.html", {"views": rows, "first": first})


def save(request: Request) -> HttpResponse:
    given = {name: request.POST.get(name, "").replace("\0", "").strip() for name in ("name", "screen", "query", "asked")}
    name = given.pop("name")[:60] or _("Without a name")
    view = saving.save(request.member, name, given["screen"], given["query"], given["asked"], shared=bool(request.POST.get("shared")))
    undo = reverse("saved_view_removal", args=[request.workspace.slug, view.pk])
    toast(request, _("“%(name)s” is saved: it is in the navigation, under Listening.") % {"name": view}, undo=undo)
    return redirect(saving.address(view, request.workspace))


@door("listening.view")
def saved_view(request: Request, view_id: int) -> HttpResponse:
    return redirect(saving.address(saving.access_view(request.member, view_id), request.workspace))


@require_POST
@door("listening.view")
def saved_view_first(request: Request, view_id: int) -> HttpResponse:
    """`wanted`: listening opens with it, for this person; else no longer."""
    view = saving.access_view(request.member, view_id)
    wanted = bool(request.POST.get("wanted"))
    saving.put_first(request.member, view, wanted=wanted)
    toast(
        request, _("Listening opens with “%(name)s” for you.") % {"name": view} if wanted else _("Listening opens with its overview again.")
    )
    return redirect("saved_views", request.workspace.slug)


@require_POST
@door("listening.view")
def saved_view_removal(request: Request, view_id: int) -> HttpResponse:
    view = saving.access_own(request.member, view_id)
    saving.remove(request.member, view)
    undo = reverse("saved_view_restoration", args=[request.workspace.slug, view.pk])
    toast(request, _("The view “%(name)s” was removed.") % {"name": view}, undo=undo)
    return redirect("saved_views", request.workspace.slug)


@require_POST
@door("listening.view")
def saved_view_restoration(request: Request, view_id: int) -> HttpResponse:
    saving.remove(request.member, saving.access_own(request.member, view_id), restore=True)
    return HttpResponse(status=204)

"""Personas: whom the brand speaks to (S4)."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.strategy import access, services
from diapason.strategy.forms import PersonaForm
from diapason.strategy.models import Persona
from diapason.workspaces.doors import Request, door
from diapason.workspaces.pages import form_page

LIVING = Q(posts__removed_at=None)


@door("objective.view")
def personas(request: Request) -> HttpResponse:
    found = access.personas(request.member).annotate(written=Count("posts", filter=LIVING))
    return render(request, "strategy/personas.html", {"personas": found})


@door("objective.write")
def new_persona(request: Request) -> HttpResponse:
    return edit(request, Persona(workspace=request.workspace))


@door("objective.write")
def persona(request: Request, persona_id: int) -> HttpResponse:
    return edit(request, access.access_persona(request.member, persona_id))


def edit(request: Request, found: Persona) -> HttpResponse:
    form = PersonaForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.save(request.member, form.instance)
        toast(request, _("The persona was saved."))
        return redirect("personas", request.workspace.slug)
    removal = reverse("persona_removal", args=[request.workspace.slug, found.pk]) if found.pk else ""
    title = found if found.pk else _("New persona")
    return form_page(request, form, title=title, over=_("Persona"), back="personas", removal=removal)


@door("objective.write")
@require_POST
def persona_removal(request: Request, persona_id: int) -> HttpResponse:
    services.remove(request.member, access.access_persona(request.member, persona_id))
    toast(request, _("The persona was removed. The posts that named it keep everything else."))
    return redirect("personas", request.workspace.slug)

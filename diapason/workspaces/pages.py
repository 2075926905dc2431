"""Pages that many apps show alike."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from diapason.workspaces.doors import Request


def settings_page(request: Request, form: BaseForm, *, title: object, over: str, lead: str, back: str) -> HttpResponse:
    """One form, saved or left: `back` names the page that Cancel leads to. The status is 422 where something typed is refused."""
    address = reverse(back, args=[request.workspace.slug])
    context = {"form": form, "title": title, "over": over, "lead": lead, "back": address}
    return render(request, "web/settings.html", context, status=422 if form.errors else 200)

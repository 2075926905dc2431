"""Pages that many apps show alike."""

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.workspaces.doors import Request


def form_page(
    request: Request, form: BaseForm, *, title: object, over: str, back: str, lead: str = "", save: str = "", removal: str = ""
) -> HttpResponse:
    """One form, saved or left: `back` names the page that Cancel leads to, `removal` is the address that removes what the form is of.

    The status is 422 where something typed is refused.
    """
    address = reverse(back, args=[request.workspace.slug])
    context = {"form": form, "title": title, "over": over, "lead": lead, "back": address, "save": save or _("Save"), "removal": removal}
    return render(request, "web/form.html", context, status=422 if form.errors else 200)

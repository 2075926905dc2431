"""Choosing what to listen for."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import access, building, narrowing, trying, wording
from diapason.listening.forms import QueryForm
from diapason.listening.models import Query
from diapason.listening.queries.fields import FIELDS
from diapason.workspaces.doors import Request, door

PREFILLED = ("name", "purpose", "text")  # by the address that leads here


@door("listening.write")
def new_query(request: Request) -> HttpResponse:
    given = {name: request.GET.get(name, "") for name in PREFILLED}
    part = {} if given["text"] else narrowing.filled(request.member, dict(request.GET.lists()))
    form = QueryForm(request.member, None, request.POST or None, initial=part or given)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        query = wording.listen_for(request.member, data["name"], data["purpose"], data["text"])
        toast(request, _("Listening for “%(name)s”: what was heard before is being searched.") % {"name": query})
        return redirect("query", request.workspace.slug, query.pk)
    return page(request, form, None)


@door("listening.write")
def change_query(request: Request, query_id: int) -> HttpResponse:
    query = access.access_query(request.member, query_id)
    latest = query.wordings.order_by("pk").last()
    before = {"name": query.name, "purpose": query.purpose, "text": latest.text if latest else ""}
    form = QueryForm(request.member, query, request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wording.describe(request.member, query, data["name"], data["purpose"])
        if data["text"] != before["text"]:
            wording.reword(request.member, query, data["text"])
            toast(request, _("The new wording searches what was heard before; until it has, the figures are those of the old one."))
        return redirect("query", request.workspace.slug, query.pk)
    return page(request, form, query)


def page(request: Request, form: QueryForm, query: Query | None, **more: Any) -> HttpResponse:
    text = str(form["text"].value() or "")
    context = {
        "form": form,
        "query": query,
        "fields": FIELDS.values(),
        "trial": trying.trial(request.workspace, text) if text else None,
        "builder": building.of_text(text),
        **more,
    }
    return render(request, "listening/query_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@door("listening.view")
def try_query(request: Request) -> HttpResponse:
    """What the text would have caught lately, or what is wrong with it: a part of the form, asked for while it is typed."""
    text = request.POST.get("text", "").strip()
    return render(request, "listening/trial.html", {"trial": trying.trial(request.workspace, text) if text else None})


@require_POST
@door("listening.write")
def query_removal(request: Request, query_id: int) -> HttpResponse:
    query = access.access_query(request.member, query_id)
    wording.remove(request.member, query)
    undo = reverse("query_restoration", args=[request.workspace.slug, query.pk])
    toast(request, _("“%(name)s” is no longer listened for.") % {"name": query}, undo=undo)
    return redirect("listening", request.workspace.slug)


@require_POST
@door("listening.write")
def query_restoration(request: Request, query_id: int) -> HttpResponse:
    query = access.access_query(request.member, query_id)
    wording.restore(request.member, query)
    return redirect("query", request.workspace.slug, query.pk)

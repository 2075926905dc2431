"""Beginning to listen: what a brand is, then what is proposed to it, then first results."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import trying
from diapason.listening.setup import looking, rivals, starting
from diapason.listening.setup.forms import AboutForm, ChosenQueryForm, given_queries, proposed
from diapason.listening.setup.looking import Offer
from diapason.workspaces.doors import Request, door


@door("listening.write")
def listening_setup(request: Request) -> HttpResponse:
    """POST `name`, `site`, `rivals`, `topics`: sites are opened, and what is found is proposed. Nothing is kept.

    With `step=about`, who comes back from what was proposed finds these answers again.
    """
    brand = request.workspace
    beside = rivals.named_beside(brand)
    first = {"name": brand.name, "site": brand.website, "rivals": "\n".join(name for name, _people in beside)}
    back = request.POST.get("step") == "about"
    form = AboutForm(initial=answers(request)) if back else AboutForm(request.POST or None, initial=first)
    if form.is_valid():
        about = form.about
        forms = proposed(request.member, looking.queries(request.member, about))
        return choice(request, forms, looking.sources(request.member, about))
    context = {"form": form, "beside": beside}
    return render(request, "listening/setup/about.html", context, status=422 if form.errors else 200)


@require_POST
@door("listening.write")
def listening_beginning(request: Request) -> HttpResponse:
    """POST the queries that were chosen, as they are now, and the keys of sources: all of them are kept, or none."""
    forms, keys = given_queries(request.member, request.POST), request.POST.getlist("source")
    if any(form.errors for form in forms):
        return choice(request, forms, offered(request.POST.getlist("offer")), status=422, kept=set(keys))
    wanted = [form.proposal for form in forms if form.is_bound]
    try:
        queries, sources = starting.start(request.member, wanted, keys)
    except signing.BadSignature:
        toast(request, _("What was proposed has been changed on its way here. Nothing was added: begin again."), tone="bad")
        return redirect("listening_setup", request.workspace.slug)
    toast(request, said(queries, sources))
    return redirect("listening", request.workspace.slug)


def answers(request: Request) -> dict[str, str]:
    """What was typed on the first page, which the second carries."""
    return {name: request.POST.get(name, "") for name in AboutForm.base_fields}


def said(queries: int, sources: int) -> str:
    asked = ngettext("%(count)s query", "%(count)s queries", queries) % {"count": queries}
    read = ngettext("%(count)s source", "%(count)s sources", sources) % {"count": sources}
    return _("Listening: %(queries)s and %(sources)s. The first results come in within a minute.") % {"queries": asked, "sources": read}


def choice(
    request: Request, forms: list[ChosenQueryForm], offers: list[Offer], *, status: int = 200, kept: set[str] | None = None
) -> HttpResponse:
    """`kept`: the keys that were chosen; all of them at first."""
    rows = [(form, trying.trial(request.workspace, str(form["text"].value() or ""))) for form in forms]
    found: list[dict[str, Any]] = [{"offer": each, "chosen": kept is None or each.key in kept} for each in offers if each.key]
    problems = [each for each in offers if each.problem]
    context = {"rows": rows, "offers": found, "problems": problems, "answers": answers(request)}
    return render(request, "listening/setup/choice.html", context, status=status)


def offered(given: list[str]) -> list[Offer]:
    """As the page had shown them: the label, then the key."""
    return [Offer(label, "", key) for label, key in (each.rsplit(" ", 1) for each in given if " " in each)]

"""How closely each query is watched, who is told, and at which hours."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.alerts import access, settings, telling
from diapason.alerts.forms import DutyForm, WatchForm
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door
from diapason.workspaces.pages import form_page


@door("alert.view")
def watches(request: Request) -> HttpResponse:
    found = access.watches(request.member).prefetch_related("people")
    return render(request, "alerts/watches.html", {"watches": found, "duty": telling.duty_of(request.workspace)})


@door("listening.write")
def watch(request: Request, watch_id: int) -> HttpResponse:
    found = access.access_watch(request.member, watch_id)
    form = WatchForm(request.member, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        settings.keep_watch(request.member, form)
        toast(request, _("Saved: it holds from now on."))
        return redirect("watches", request.workspace.slug)
    lead = _("How unusual it must be before people are told, and who they are.")
    return form_page(request, form, title=found, over=_("What is watched"), lead=lead, back="watches")


@door("listening.write")
def query_watch(request: Request, query_id: int) -> HttpResponse:
    """How the alerts of a query are set, for whoever comes from its page."""
    found = access.watches(request.member).filter(query=query_id).first()
    if found is None:
        toast(request, _("It is watched from a minute after it has searched the past."))
        return redirect("watches", request.workspace.slug)
    return redirect("watch", request.workspace.slug, found.pk)


@door("listening.write")
def alert_hours(request: Request) -> HttpResponse:
    form = DutyForm(request.POST or None, instance=telling.duty_of(request.workspace))
    if request.method == "POST" and form.is_valid():
        settings.keep_duty(request.member, form)
        toast(request, _("Saved: it holds from now on."))
        return redirect("watches", request.workspace.slug)
    lead = _("By the clock of the brand. Outside them only what is severe leaves by e-mail at once.")
    return form_page(request, form, title=_("Working hours"), over=_("Alerts"), lead=lead, back="watches")

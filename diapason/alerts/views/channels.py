"""Where else alerts are told: to a room, a group, a person, through the networks that can say things to them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.alerts import access
from diapason.alerts import channels as telling
from diapason.alerts.forms import ChannelForm, NewChannelForm, words_of
from diapason.core.toasts import toast
from diapason.networks.base import registry
from diapason.networks.base.errors import Permanent
from diapason.workspaces.doors import Request, door
from diapason.workspaces.pages import form_page


@door("listening.write")
def channels(request: Request) -> HttpResponse:
    found = telling.of(request.member)
    known = registry.networks()
    rows = [
        (each, known.get(each.network), words_of(known[each.network], Permanent(each.error, code=each.error_code)) if each.error else "")
        for each in found
        if each.network in known
    ]
    return render(request, "alerts/channels.html", {"rows": rows, "networks": telling.networks()})


@door("listening.write")
def new_channel(request: Request, network: str) -> HttpResponse:
    """Asks the network whom it would reach before anything is kept."""
    chosen = registry.networks().get(network)
    if chosen is None or not chosen.can("tell"):
        raise Http404
    form = NewChannelForm(chosen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = telling.add(request.member, chosen, form.base_url, form.secrets, form.name, said["least"], always=said["always"])
        toast(request, _("Alerts are told to %(name)s from now on.") % {"name": made})
        return redirect("channels", request.workspace.slug)
    lead = _("What you type is kept encrypted, and asked of the network before it is kept.")
    return form_page(request, form, title=chosen, over=_("Where alerts are told"), lead=lead, back="channels", save=_("Add"))


@door("listening.write")
def channel(request: Request, channel_id: int) -> HttpResponse:
    found = access.access_channel(request.member, channel_id)
    form = ChannelForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        telling.change(request.member, found, form.cleaned_data["least"], always=form.cleaned_data["always"])
        toast(request, _("Saved: it holds from now on."))
        return redirect("channels", request.workspace.slug)
    lead = _("Which alerts are told there, and when.")
    return form_page(request, form, title=found, over=_("Alerts"), lead=lead, back="channels")


@door("listening.write")
@require_POST
def channel_trial(request: Request, channel_id: int) -> HttpResponse:
    telling.try_out(request.member, access.access_channel(request.member, channel_id))
    toast(request, _("A trial is on its way: look there in a moment."))
    return redirect("channels", request.workspace.slug)


@door("listening.write")
@require_POST
def channel_removal(request: Request, channel_id: int) -> HttpResponse:
    found = access.access_channel(request.member, channel_id)
    telling.remove(request.member, found)
    toast(request, _("Alerts are told there no more."), undo=reverse("channel_restoration", args=[request.workspace.slug, channel_id]))
    return redirect("channels", request.workspace.slug)


@door("listening.write")
@require_POST
def channel_restoration(request: Request, channel_id: int) -> HttpResponse:
    telling.remove(request.member, access.access_channel(request.member, channel_id), restore=True)
    return HttpResponse(status=204)

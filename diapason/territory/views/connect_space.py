"""Connecting a space: choose where, then say who you are there."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory import condition, connect
from diapason.territory.addresses import BadAddress
from diapason.territory.forms import ConnectForm, HandForm
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door


@door("space.connect")
def connect_space(request: Request) -> HttpResponse:
    """Every network by how it is connected, the most usual first."""
    networks = sorted(registry.networks().values(), key=lambda network: (network.manifest.order, str(network)))
    reached = [network for network in networks if network.can("auth") and network.can("publish")]
    watched = [network for network in networks if network.can("auth") and not network.can("publish")]
    by_hand = [network for network in networks if network.manifest.assisted]
    groups = [
        (_("Published by Diapason"), _("Posts go out by themselves, replies and figures come back."), reached),
        (_("Watched"), _("What is said there comes in; nothing is published."), watched),
        (_("Published by hand"), _("Diapason prepares, counts and reminds; you post, then record the address."), by_hand),
    ]
    return render(request, "territory/choose.html", {"groups": groups})


@door("space.connect")
def connect_network(request: Request, network: str) -> HttpResponse:
    chosen = registry.networks().get(network)
    if chosen is None:
        raise Http404
    return hand(request, chosen) if chosen.manifest.assisted else ask(request, chosen)


def hand(request: Request, network: Network) -> HttpResponse:
    form = HandForm(request.POST or None, initial={"name": "" if network.slug == network.folder.name else str(network)})
    if request.method == "POST" and form.is_valid():
        space = connect.by_hand(request.member, network, **form.cleaned_data)
        toast(request, _("%(space)s was added.") % {"space": space})
        return redirect("space", request.workspace.slug, space.pk)
    context = {"form": form, "network": network, "kind": condition.kind(network)}
    return render(request, "territory/by_hand.html", context, status=422 if form.errors else 200)


def ask(request: Request, network: Network, space: Space | None = None) -> HttpResponse:
    """The form of one way to connect, and a link to the other where there are two."""
    methods = network.manifest.auth.get("methods", [])
    method = chosen_method(request, methods)
    typed = {"address": request.GET.get("address", "") or (urlsplit(space.base_url).netloc if space else "")}
    form = ConnectForm(network, method, request.POST if request.method == "POST" else None, initial=typed)
    if request.method == "POST" and form.is_valid():
        answer = submitted(request, network, method, form, space)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "network": network,
        "space": space,
        "method": method,
        "other": next((each for each in methods if each != method), ""),
    }
    return render(request, "territory/connect.html", context, status=422 if form.errors else 200)


def chosen_method(request: Request, methods: list[str]) -> str:
    asked = request.POST.get("method") or request.GET.get("method") or ""
    return asked if asked in methods else methods[0]


def submitted(request: Request, network: Network, method: str, form: ConnectForm, space: Space | None) -> HttpResponse | None:
    """Where to go next; None when the form must say why not."""
    try:
        if method == "oauth":
            return leave(request, network, connect.begin(request.member, request.user, network, form.address, space))
        kept = connect.with_password(request.member, network, form.address, form.secrets, space)
    except BadAddress as error:
        form.add_error("address" if "address" in form.fields else None, str(error))
        return None
    except connect.CannotConnect as error:
        form.add_error(None, str(error))
        return None
    toast(request, _("%(space)s is connected.") % {"space": kept})
    return redirect("space", request.workspace.slug, kept.pk)


def leave(request: Request, network: Network, url: str) -> HttpResponse:
    """A page that goes on by itself: our policy (form-action) lets no form be answered by a redirect to another site."""
    page = render(request, "territory/leaving.html", {"network": network, "url": url, "host": urlsplit(url).netloc})
    page.headers["Refresh"] = f"0; url={url}"
    return page

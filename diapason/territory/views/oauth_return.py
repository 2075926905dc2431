"""The person comes back from a network's own page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.territory import connect
from diapason.territory.models import PendingConnection
from diapason.workspaces.members import member_of


def oauth_return(request: HttpRequest) -> HttpResponse:
    """Takes the answer once, whatever it is: what is in the address bar must be of no use to whoever reads it later."""
    if not request.user.is_authenticated:
        return elsewhere(request) or redirect_to_login(request.get_full_path())
    answer = {name: str(value)[:4000] for name, value in request.GET.items()}
    try:
        pending = connect.take(request.user, answer.get("state", ""))
    except connect.PendingEnded as ended:
        return refused(request, ended, ended.pending)
    member = member_of(request.user, pending.workspace.slug)
    if not member.can("space.connect"):
        raise Http404
    try:
        space = connect.complete(member, pending, answer)
    except connect.CannotConnect as error:
        return refused(request, error, pending)
    toast(request, _("%(space)s is connected.") % {"space": space})
    return redirect("space", pending.workspace.slug, space.pk)


def elsewhere(request: HttpRequest) -> HttpResponse | None:
    """A network may come back to another name of this machine, where the browser has no session of ours."""
    public = urlsplit(settings.PUBLIC_URL)
    return None if request.get_host() == public.netloc else HttpResponseRedirect(f"{settings.PUBLIC_URL}{request.get_full_path()}")


def refused(request: HttpRequest, error: connect.CannotConnect, pending: PendingConnection | None) -> HttpResponse:
    """What happened and the way to begin again, the address already filled in."""
    again = ""
    if pending and pending.space:
        again = reverse("reconnect_space", args=[pending.workspace.slug, pending.space.pk])
    elif pending:
        again = reverse("connect_network", args=[pending.workspace.slug, pending.network])
    address = urlsplit(pending.base_url).netloc if pending else ""
    context = {"error": error, "again": again, "address": address}
    return render(request, "territory/not_connected.html", context, status=422)

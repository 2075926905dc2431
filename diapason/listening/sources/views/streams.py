"""Listening to all that is said on a network, as it is said."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.listening.models import Query
from diapason.listening.sources import managing
from diapason.listening.sources.forms import StreamForm
from diapason.listening.sources.streams import wires
from diapason.workspaces.doors import Request, door


@door("listening.write")
def new_stream(request: Request) -> HttpResponse:
    """POST `through` (the code of an offer), `words` and `address`: opened, and heard from now on."""
    offers = wires.offers(request.member)
    form = StreamForm(offers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = wires.add(request.member, given["through"], given.get("address", ""), given.get("words", ""))
        except managing.CannotAdd as error:
            form.add_error("address" if given.get("address") else "through", str(error))
        else:
            toast(request, _("“%(name)s” is listened to from now on.") % {"name": found})
            return redirect("sources", request.workspace.slug)
    queries = Query.objects.filter(workspace=request.workspace, removed_at=None).exists()
    context = {"form": form, "offers": offers, "queries": queries}
    return render(request, "listening/sources/stream.html", context, status=422 if form.errors else 200)
